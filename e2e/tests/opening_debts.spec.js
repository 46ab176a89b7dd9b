const { test, expect, open, settle, picture, read } = require("../desk");
const { drop, main, total, check } = require("../importing");
const { workbook } = require("../workbook");

const HEADER = ["Mã khách hàng", "Tên khách hàng", "Nợ cần thu hiện tại", "Hạn thanh toán"];

/** What customers owe, as the books of another program say it: two that are right, one below zero, one that is no amount. */
const LIST = workbook([
	HEADER,
	["NDK001", "Đại lý Nợ Đầu Kỳ", "12.500.000", "31/10/2026"],
	["NDK002", "Tạp hóa Không Nợ", "0", ""],
	["NDK003", "Quán Trả Trước", "-300.000", ""],
	["NDK004", "Cửa hàng Ghi Sai", "một triệu", ""],
	["NDK005", "Siêu thị Nợ Mới", "1.000.000", "31/12/2026"],
]);

async function drop_and_check(page, name) {
	await drop(page, name, LIST);
	await expect(page.locator(".kh-columns-summary:visible")).toContainText("cả 4 cột");
	await expect(page.locator("tr[data-column='2'] input")).toHaveValue("Nợ đầu kỳ");
	await check(page);
}

const opening_debts = (page, customer) =>
	page.evaluate(
		(customer) =>
			window.frappe.db.get_list("KH Debt", {
				filters: { customer, docstatus: 1 },
				fields: ["debt_type", "amount", "due_date", "outstanding_amount"],
			}),
		customer
	);

test("opening debts come with the customers, once", async ({ page }) => {
	test.setTimeout(120_000);
	await open(page, "Form", "KH Import", "new-kh-import-opening-debts");
	await drop_and_check(page, "no-dau-ky.xlsx");
	await expect(total(page, "Created")).toContainText("3");
	await expect(total(page, "Failed")).toContainText("2");
	await total(page, "Failed").click();
	const refused = page.locator(".kh-import-rows:visible tbody tr");
	await expect(refused.first()).toContainText(/-300.000.*tiền dư/);
	await picture(page, "nhap-no-dau-ky");

	await main(page).click();
	await expect(page.locator(".kh-end:visible")).toContainText("trừ 2 dòng bị từ chối", {
		timeout: 40_000,
	});
	await settle(page);
	expect((await read(page, "KH Customer", "NDK001")).total_debt).toBe(12_500_000);
	expect((await read(page, "KH Customer", "NDK002")).total_debt).toBe(0);
	expect(await opening_debts(page, "NDK001")).toEqual([
		{
			debt_type: "Opening",
			amount: 12_500_000,
			due_date: "2026-10-31",
			outstanding_amount: 12_500_000,
		},
	]);

	// The same file once more, as people do who are not sure whether it worked.
	await open(page, "Form", "KH Import", "new-kh-import-opening-debts-again");
	await drop(page, "no-dau-ky.xlsx", LIST);
	await page.locator(".kh-choice:visible", { hasText: "Thêm mới và cập nhật" }).click();
	await check(page);
	await expect(total(page, "Created")).toHaveCount(0);
	expect(await opening_debts(page, "NDK001")).toHaveLength(1);
});

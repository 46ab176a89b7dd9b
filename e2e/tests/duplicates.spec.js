const { test, expect, open, settle, dialog, picture } = require("../desk");

const PHONE = "0912 777 001";
const report = (page) => page.locator(".page-container:visible .datatable");
const button = (page, name) => report(page).getByRole("button", { name, exact: true });

async function openReport(page) {
	await open(page, "query-report", "KH Duplicate Customers");
	await expect(page.locator(".page-title:visible .title-text")).toHaveText("Khách hàng trùng");
	await settle(page);
}

test("the manager finds duplicates, says which are none, takes it back, and compares", async ({
	page,
}) => {
	await open(page, "List", "KH Customer");
	await page.evaluate(async (phone) => {
		for (const customer_name of ["Trùng Số Thứ Nhất", "Đặng Khác Tên Hẳn"])
			await window.frappe.db.insert({ doctype: "KH Customer", customer_name, phone });
	}, PHONE);
	await openReport(page);
	await page.getByRole("button", { name: "Quét lại" }).click();
	await expect(report(page)).toContainText("Trùng Số Thứ Nhất", { timeout: 45_000 });
	await expect(report(page)).toContainText("Đặng Khác Tên Hẳn");
	await picture(page, "khach-hang-trung");

	const groups = await button(page, "Không trùng").count();
	await button(page, "Không trùng").first().click();
	await expect(button(page, "Không trùng")).toHaveCount(groups - 1);
	await page.locator(".desk-alert").getByText("Hoàn tác").click();
	await expect(button(page, "Không trùng")).toHaveCount(groups);

	await button(page, "Gộp…").first().click();
	await expect(page.locator(".kh-merge-scroll:visible")).toBeVisible();
	// A dialog that is still sliding in does not hear the key.
	await expect(async () => {
		await page.keyboard.press("Escape");
		await expect(dialog(page)).toHaveCount(0, { timeout: 1000 });
	}).toPass();
});

test.describe("who may not see these customers", () => {
	test.use({ as: "kinhdoanh2" });

	test("is told of no group of theirs, and starts no search", async ({ page }) => {
		await openReport(page);
		await expect(page.getByText("Trùng Số Thứ Nhất")).toHaveCount(0);
		await expect(page.getByText("Đặng Khác Tên Hẳn")).toHaveCount(0);
		await expect(page.getByRole("button", { name: "Quét lại" })).toHaveCount(0);
	});
});

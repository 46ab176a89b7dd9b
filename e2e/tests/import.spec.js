const { test, expect, open, openCustomers, dialog, picture } = require("../desk");
const { drop, main, total, check } = require("../importing");
const { workbook } = require("../workbook");

const HEADER = ["Mã khách", "Tên khách hàng (*)", "SĐT", "Nhóm KH", "Điểm thưởng"];

/** A list from a shop's program: titles above the header, customers that are there, new ones, and wrong ones. */
function fileOfAShop(known) {
	const rows = Array.from({ length: 24 }, (_, at) => [
		`CHX${String(at).padStart(3, "0")}`,
		`Khách Cửa Hàng ${at}`,
		at % 8 ? `09345${String(at).padStart(5, "0")}` : "12",
		at % 2 ? "KH BÁN LẺ" : "KHÁCH SỈ",
		String(at),
	]);
	const updates = known.map((name, at) => [name, "", `093469990${at}`, "", ""]);
	return workbook([["DANH SÁCH KHÁCH HÀNG"], [], HEADER, ...rows, ...updates]);
}

test("a list from elsewhere: dropped, mapped, checked, imported, corrected, undone", async ({
	page,
}) => {
	test.setTimeout(180_000);
	await openCustomers(page, "quanly");
	const known = await page.evaluate(async () => {
		const made = [];
		for (const number of ["một", "hai"]) {
			const customer_name = `Khách Đã Có ${number}`;
			const doc = { doctype: "KH Customer", customer_name, phone: "0934111000" };
			made.push((await window.frappe.db.insert(doc)).name);
		}
		return made;
	});
	await page.locator(".page-actions:visible .menu-btn-group button").first().click();
	await page.locator(".dropdown-menu.show").getByText("Nhập từ tệp…").click();
	await expect(page.locator(".kh-drop-place:visible")).toBeVisible();
	await picture(page, "nhap-tep");

	await drop(page, "cua-hang.xlsx", fileOfAShop(known));
	await expect(page.locator(".kh-columns-summary:visible")).toContainText("4 trong 5 cột");
	await expect(page.locator("tr[data-column='2'] input")).toHaveValue("Điện thoại");
	await page.locator(".kh-choice:visible", { hasText: "Thêm mới và cập nhật" }).click();
	await page.locator(".kh-steps:visible").scrollIntoViewIfNeeded();
	await picture(page, "nhap-cot");
	await check(page);

	await expect(page.locator(".kh-import-words:visible tbody tr")).toHaveCount(1);
	await picture(page, "nhap-ten-la");
	await page.locator(".kh-import-words:visible input").click();
	await page
		.locator(".kh-import-words .awesomplete :is(li, [role=option])", { hasText: "Đại lý" })
		.first()
		.click();
	await expect(main(page)).toHaveText(/Kiểm tra lại/);
	await check(page);
	await expect(total(page, "Created")).toContainText("21");
	await expect(total(page, "Updated")).toContainText("2");
	await expect(total(page, "Failed")).toContainText("3");
	await expect(page.locator(".kh-import-rows:visible tbody tr").first()).toContainText(
		/Điện thoại 12 Số điện thoại/
	);
	await total(page, "Updated").click();
	await expect(page.locator(".kh-change:visible").first()).toContainText(
		"Điện thoại: 0934111000 → 0934699900"
	);
	await picture(page, "nhap-kiem-tra");

	await expect(main(page)).toHaveText(/Nhập 23 khách hàng/);
	await main(page).click();
	await expect(page.locator(".kh-end:visible")).toContainText("trừ 3 dòng bị từ chối", {
		timeout: 40_000,
	});
	await picture(page, "nhap-ket-qua");
	const [refused] = await Promise.all([page.waitForEvent("download"), main(page).click()]);
	expect(refused.suggestedFilename()).toMatch(/\.xlsx$/);
	await total(page, "Created").click();
	await expect(
		page.locator(".kh-import-rows:visible a", { hasText: "Khách Cửa Hàng 1" }).first()
	).toHaveAttribute("href", /CHX001/);
	const imported = page.url();

	// What was refused comes as a file that is understood as it is.
	const chunks = [];
	for await (const chunk of await refused.createReadStream()) chunks.push(chunk);
	await page.getByRole("button", { name: "Nhập tệp khác" }).click();
	await drop(page, "tu-choi.xlsx", Buffer.concat(chunks));
	await expect(page.locator(".kh-columns-summary:visible")).toContainText("4 trong 6 cột");
	await check(page);
	await expect(total(page, "Failed")).toContainText("3");
	await expect(total(page, "Created")).toHaveCount(0);

	// Somebody has changed one of them since: that one stays.
	await page.goto(imported);
	await expect(page.locator(".kh-end:visible")).toBeVisible();
	await page.evaluate(
		(name) =>
			window.frappe.xcall("frappe.client.set_value", {
				doctype: "KH Customer",
				name,
				fieldname: "description",
				value: "đã gọi",
			}),
		known[0]
	);
	await page.getByRole("button", { name: "Hoàn tác" }).click();
	await expect(dialog(page)).toContainText("Xóa 21 khách hàng đã thêm");
	await expect(dialog(page)).toContainText("Trả lại giá trị cũ cho 2 khách hàng");
	await dialog(page).getByRole("button", { name: "Hoàn tác" }).click();
	await expect(page.locator(".kh-end:visible")).toContainText("Đã hoàn tác lần nhập: 22 dòng", {
		timeout: 60_000,
	});
	await expect(page.locator(".kh-import-rows:visible tbody tr")).toHaveCount(1);
	await expect(page.locator(".kh-details:visible")).toContainText("đã sửa sau khi nhập");
	await picture(page, "nhap-hoan-tac");
	const phones = await page.evaluate(
		(names) =>
			window.frappe.db.get_list("KH Customer", {
				filters: { name: ["in", names] },
				fields: ["phone"],
				order_by: "name",
			}),
		known
	);
	expect(phones.map((row) => row.phone)).toEqual(["0934699900", "0934111000"]);

	await open(page, "List", "KH Import");
	await expect(page.locator(".list-row:visible").first()).toContainText("tu-choi.xlsx");
	await expect(page.locator(".list-row:visible").nth(1)).toContainText("Đã hoàn tác");
	await picture(page, "lan-nhap");
});

test.describe("what cannot be read", () => {
	test.use({ refusals: [417] });

	test("says so on the form, and what to do", async ({ page }) => {
		await open(page, "Form", "KH Import", "new-kh-import-of-test");
		await drop(page, "tai-lieu.pdf", Buffer.from("%PDF-1.4"));
		await expect(page.locator(".kh-notice.kh-bad:visible")).toContainText(
			"Không nhập được loại tệp này"
		);
		await drop(page, "web.xlsx", Buffer.from("<html><body>Đăng nhập</body></html>"));
		await expect(page.locator(".kh-notice.kh-bad:visible")).toContainText(
			"Không đọc được tệp"
		);
		await expect(page.locator(".kh-drop-place:visible")).toBeVisible();
	});
});

test.describe("who may not import", () => {
	test.use({ as: "kinhdoanh1" });

	test("is offered nothing, and reads why at the address", async ({ page }) => {
		await open(page, "List", "KH Customer");
		await page.locator(".page-actions:visible .menu-btn-group button").first().click();
		await expect(page.locator(".dropdown-menu.show")).not.toContainText("Nhập từ tệp");
		await page.keyboard.press("Escape");
		await open(page, "List", "KH Import");
		await expect(page.locator(".message-page-content:visible")).toContainText(
			"Bạn không có quyền nhập khách hàng từ tệp"
		);
		const token = await page.evaluate(() => window.frappe.csrf_token);
		const answer = await page.request.post("/api/resource/KH%20Import", {
			data: { mode: "Create" },
			headers: { "X-Frappe-CSRF-Token": token },
			failOnStatusCode: false,
		});
		expect(answer.status()).toBe(403);
	});
});

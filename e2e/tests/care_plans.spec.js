const {
	test,
	expect,
	open,
	openCustomers,
	settle,
	field,
	fill,
	choose,
	save,
	dialog,
	picture,
	person,
	closeDialog,
} = require("../desk");

const PLAN = "Chăm sóc khách mới";
const CUSTOMERS = ["một", "hai", "ba"].map((number) => `Kế Hoạch Thử ${number}`);
const SEARCHED = "ke hoach thu";
const CALL = "Gọi giới thiệu sản phẩm";

const form = (page) => page.locator(".page-container:visible .form-layout");

/** Writes into a cell of the table of touches. */
async function write(page, row, fieldname, value) {
	const cell = field(form(page), "touches")
		.locator(`.grid-body .grid-row[data-idx="${row}"]`)
		.locator(`[data-fieldname="${fieldname}"]`)
		.first();
	await cell.click();
	const select = cell.locator("select");
	if (await select.count()) await select.selectOption(value);
	else await cell.locator("input").fill(value);
	// Frappe marks a number a moment after somebody came to it, whatever they are at by then.
	await page.waitForTimeout(200);
}

const list = (page, doctype, options) =>
	page.evaluate(([of, given]) => window.frappe.db.get_list(of, given), [doctype, options]);

/** The appointments of the plan with the customers of this test. */
async function planned(page) {
	const [plan] = await list(page, "KH Care Plan", { filters: { plan_name: PLAN } });
	return list(page, "KH Care Schedule", {
		filters: { care_plan: plan.name },
		fields: ["customer", "subject", "starts_on", "status", "assigned_to"],
		limit: 0,
	});
}

/** Ticks the customers of this test in the list, and chooses an action. */
async function act(page, action) {
	await open(page, "List", "KH Customer");
	await forgetSearch(page);
	await openCustomers(page, "kinhdoanh1");
	await page.locator(".kh-search:visible input").fill(SEARCHED);
	await expect(page.locator(".list-row:visible .list-subject")).toHaveCount(CUSTOMERS.length);
	const all = page.locator(".list-row-head:visible .list-check-all:visible");
	if (await all.isChecked()) await all.click();
	await all.click();
	await page.locator(".actions-btn-group:visible button").first().click();
	await page
		.locator(".actions-btn-group .dropdown-menu.show")
		.getByText(action, { exact: true })
		.click();
}

/** Others of this page look at all customers. */
const forgetSearch = (page) => page.locator(".kh-search:visible input").fill("");

test("a manager writes a plan: a call after a day, a visit after a month", async ({ page }) => {
	await open(page, "List", "KH Care Plan");
	await page.evaluate(() => window.frappe.new_doc("KH Care Plan"));
	await page.waitForFunction(() => window.cur_frm?.doctype === "KH Care Plan");
	await settle(page);
	await fill(form(page), "plan_name", PLAN);
	for (const [row, days, kind, subject] of [
		[1, "1", "Call", CALL],
		[2, "30", "Visit", "Thăm hỏi sau một tháng"],
	]) {
		await field(form(page), "touches").getByRole("button", { name: "Thêm dòng" }).click();
		await write(page, row, "anchor", "Plan Applied");
		await write(page, row, "days_after", days);
		await write(page, row, "activity_type", kind);
		await write(page, row, "subject", subject);
	}
	// The key that leaves a cell would add a line after the last one.
	await page.evaluate(() => document.activeElement.blur());
	await picture(page, "ke-hoach-cham-soc");
	await save(page);
	const [plan] = await list(page, "KH Care Plan", { filters: { plan_name: PLAN } });
	expect(plan.name).toBeTruthy();
});

test.describe("a salesperson", () => {
	test.use({ as: "kinhdoanh1" });

	test("applies it to the selected customers", async ({ page }) => {
		await openCustomers(page, "kinhdoanh1");
		await page.evaluate(async (names) => {
			for (const customer_name of names)
				await window.frappe.db.insert({ doctype: "KH Customer", customer_name });
		}, CUSTOMERS);
		await act(page, "Áp dụng kế hoạch chăm sóc");
		await expect(dialog(page)).toContainText("Kế hoạch chăm sóc cho 3 khách hàng");
		await choose(page, dialog(page), "care_plan", PLAN);
		await picture(page, "ap-dung-ke-hoach");
		await dialog(page).getByRole("button", { name: "Áp dụng cho 3 khách hàng" }).click();
		await expect(page.locator(".desk-alert")).toContainText("Thành công: 3");
		const found = await planned(page);
		expect(found.length).toBe(6);
		expect(found.every((one) => one.status === "Planned")).toBe(true);
		expect(new Set(found.map((one) => one.assigned_to))).toEqual(
			new Set([person("kinhdoanh1").email])
		);
	});

	test("applies it again, which changes nothing", async ({ page }) => {
		const before = await planned(page);
		await act(page, "Áp dụng kế hoạch chăm sóc");
		await choose(page, dialog(page), "care_plan", PLAN);
		await dialog(page).getByRole("button", { name: "Áp dụng cho 3 khách hàng" }).click();
		await expect(dialog(page)).toContainText("Bỏ qua: 3");
		await expect(dialog(page)).toContainText("Khách hàng này đã được áp dụng kế hoạch");
		await picture(page, "ke-hoach-da-ap-dung");
		await closeDialog(page);
		await expect(page.locator(".modal.show")).toHaveCount(0);
		expect(await planned(page)).toEqual(before);
	});

	test("sees what is planned on the customer, and who follows the plan", async ({ page }) => {
		await open(page, "List", "KH Customer");
		await forgetSearch(page);
		const [customer] = await list(page, "KH Customer", {
			filters: { customer_name: CUSTOMERS[0] },
		});
		await open(page, "Form", "KH Customer", customer.name);
		await page
			.locator(".page-container:visible .form-tabs")
			.getByText("Chăm sóc", { exact: true })
			.click();
		await expect(field(form(page), "care_html")).toContainText(CALL);
		await picture(page, "ke-hoach-tren-khach-hang");
		await open(page, "List", "KH Care Plan Customer", "List");
		await expect(page.locator(".list-row:visible", { hasText: CUSTOMERS[0] })).toHaveCount(1);
		await picture(page, "khach-hang-theo-ke-hoach");
	});

	test("stops it: what was planned is cancelled", async ({ page }) => {
		await act(page, "Dừng kế hoạch chăm sóc");
		await expect(dialog(page)).toContainText("Dừng kế hoạch chăm sóc của 3 khách hàng");
		await choose(page, dialog(page), "care_plan", PLAN);
		await picture(page, "dung-ke-hoach");
		await dialog(page).getByRole("button", { name: "Dừng cho 3 khách hàng" }).click();
		await expect(page.locator(".desk-alert")).toContainText("Thành công: 3");
		const found = await planned(page);
		expect(found.map((one) => one.status)).toEqual(Array(6).fill("Cancelled"));
	});

	test("plans one appointment with each of them, two customers a day", async ({ page }) => {
		await act(page, "Lên lịch chăm sóc");
		await expect(dialog(page)).toContainText("Lên lịch chăm sóc 3 khách hàng");
		await dialog(page).locator(".kh-chip").nth(1).click();
		await fill(dialog(page), "care_subject", "Gọi chúc Tết");
		await fill(dialog(page), "per_day", "2");
		await picture(page, "len-lich-hang-loat");
		await dialog(page).getByRole("button", { name: "Tạo 3 lịch chăm sóc" }).click();
		await expect(page.locator(".desk-alert")).toContainText("Thành công: 3");
		const found = await list(page, "KH Care Schedule", {
			filters: { subject: "Gọi chúc Tết" },
			fields: ["customer", "starts_on", "assigned_to"],
		});
		expect(new Set(found.map((one) => one.customer)).size).toBe(3);
		const days = found.map((one) => one.starts_on.slice(0, 10)).sort();
		expect(days[0]).toBe(days[1]);
		expect(days[2] > days[1]).toBe(true);
		await forgetSearch(page);
	});
});

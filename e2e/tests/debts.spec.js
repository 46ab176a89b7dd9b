const {
	test,
	charts,
	expect,
	open,
	settle,
	field,
	fill,
	dialog,
	picture,
	read,
} = require("../desk");

const CUSTOMER = "KH00003";

const form = (page) => page.locator(".page-container:visible .form-layout");
const tab = (page, name) => page.getByRole("tab", { name }).click();
const debts = (page) => field(form(page), "debt_html");
const button = (page, name) => debts(page).getByRole("button", { name, exact: true });

/** Frappe looks at an amount a moment after it has got the focus, and finds whatever has the focus then. */
const looked_at = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 300)));

async function record(page) {
	await looked_at(page);
	await dialog(page).getByRole("button", { name: "Ghi sổ" }).click();
}

async function fill_amount(page, text) {
	await fill(dialog(page), "amount", text);
	await looked_at(page);
}

async function open_debts(page) {
	await open(page, "Form", "KH Customer", CUSTOMER);
	await tab(page, "Bán hàng và công nợ");
}

async function closed(page) {
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
}

test.describe("the accountant", () => {
	test.use({ as: "ketoan" });

	test("records what a customer owes, and what it pays", async ({ page }) => {
		await open_debts(page);
		await expect(debts(page)).toContainText("Khách không còn nợ");
		for (const [amount, description] of [
			["1500000", "Tiền hàng tháng 10"],
			["2.500.000", "Tiền hàng tháng 11"],
		]) {
			await button(page, "Ghi nợ").click();
			await fill_amount(page, amount);
			await fill(dialog(page), "description", description);
			await record(page);
			await closed(page);
		}
		await tab(page, "Bán hàng và công nợ");
		await expect(debts(page)).toContainText("4.000.000 ₫");
		await button(page, "Thu tiền").click();
		await fill_amount(page, "2000000");
		const pays = dialog(page).locator(".kh-debt-rows tbody input");
		await expect(pays.first()).toHaveValue("1.500.000");
		await expect(pays.nth(1)).toHaveValue("500.000");
		await picture(page, "thu-tien");
		await record(page);
		await closed(page);
		await tab(page, "Bán hàng và công nợ");
		await expect(debts(page).locator(".kh-figures")).toContainText("2.000.000 ₫");
		await picture(page, "cong-no-khach-hang");
		expect((await read(page, "KH Customer", CUSTOMER)).total_debt).toBe(2000000);
	});

	test("chooses what is paid, and what is left over is credit", async ({ page }) => {
		await open_debts(page);
		await button(page, "Thu tiền").click();
		await fill_amount(page, "700000");
		await field(dialog(page), "oldest_first").locator("input").first().uncheck();
		const pays = dialog(page).locator(".kh-debt-rows tbody input").first();
		await pays.fill("800.000");
		await expect(dialog(page)).toContainText("nhiều hơn số tiền thu");
		await pays.fill("400.000");
		await expect(dialog(page)).toContainText("300.000 ₫ giữ lại làm tiền dư");
		await record(page);
		await closed(page);
		await tab(page, "Bán hàng và công nợ");
		await expect(debts(page).locator(".kh-figures")).toContainText("300.000 ₫");
		await button(page, "Cấn trừ tiền dư").click();
		await record(page);
		await closed(page);
		expect((await read(page, "KH Customer", CUSTOMER)).total_debt).toBe(1300000);
	});

	test.describe("with a slip", () => {
		test.use({ refusals: [417] });

		test("is told what is wrong, and nothing is posted", async ({ page }) => {
			await open_debts(page);
			await button(page, "Ghi nợ").click();
			await fill_amount(page, "-5000");
			await record(page);
			const message = page.locator(".msgprint-dialog.show, .modal.show").last();
			await expect(message).toContainText("Số tiền phải lớn hơn 0");
			await page.waitForTimeout(500); // a dialog that is still opening does not close
			await page.keyboard.press("Escape");
			await expect(field(dialog(page), "amount").locator("input")).toBeVisible();
			await page.keyboard.press("Escape");
			await closed(page);
			expect((await read(page, "KH Customer", CUSTOMER)).total_debt).toBe(1300000);
		});
	});

	test("finds the debts in their list, as they are today", async ({ page }) => {
		await open(page, "List", "KH Debt");
		const row = page.locator(".list-row:visible", { hasText: "1.300.000" }).first();
		await expect(row).toContainText(/Trả một phần|Quá hạn/);
		await picture(page, "danh-sach-cong-no");
	});

	test("opens what a bar of the chart counts, and reads the ledger", async ({ page }) => {
		await open(page, "Workspaces", "KH Customers");
		const chart = page.locator("[chart_name='KH Debts by Age']:visible");
		await expect(chart).toContainText("triệu");
		await expect(charts(page)).toHaveCount(5);
		await chart.locator("rect[data-point-index='2']").click();
		await expect(page.locator(".list-row:visible").first()).toContainText("Quá hạn");
		await expect(page.locator(".filter-selector:visible")).toContainText("2");
		await open(page, "List", "KH Debt Ledger Entry");
		const entry = page.locator(".list-row:visible", { hasText: "-400.000" });
		await expect(entry.locator(".list-subject")).not.toContainText(CUSTOMER);
		await settle(page);
	});
});

test.describe("a sales user", () => {
	test.use({ as: "kinhdoanh1" });

	test("reads what the customer owes and records nothing", async ({ page }) => {
		await open_debts(page);
		await expect(debts(page).locator(".kh-figures")).toContainText("1.300.000 ₫");
		await expect(button(page, "Thu tiền")).toHaveCount(0);
		await expect(button(page, "Ghi nợ")).toHaveCount(0);
	});
});

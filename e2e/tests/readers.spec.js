const { test, charts, expect, open, openCustomers, settle } = require("../desk");

const TITLE = /Facebook|Website|Zalo|Telesale|Hội chợ|Giới thiệu/;
const PERSON = /Lê Minh Quân|Phạm Ngọc Mai/;
const HASH = /[0-9a-f]{10}/;

for (const name of ["ketoan", "xem"]) {
	test.describe(name, () => {
		test.use({ as: name });

		test("is offered nothing that changes a customer", async ({ page }) => {
			await open(page, "Workspaces", "KH Customers");
			await expect(page.locator(".shortcut-widget-box:visible").first()).toBeVisible();
			await expect(
				page.locator(".shortcut-widget-box:visible", { hasText: "Thêm mới khách hàng" })
			).toHaveCount(0);
			// A chart that is drawn only after its page was left complains in the console.
			await expect(charts(page)).toHaveCount(5);
			await openCustomers(page, name);
			await page.locator(".list-row .list-subject a:visible").first().click();
			const form = page.locator(".page-container:visible");
			await expect(form.locator(".kh-facts")).toBeVisible();
			await settle(page);
			await page.evaluate(() => window.cur_frm.attachments.refresh());
			const changing = [
				".share-doc-btn",
				".add-attachment-btn",
				".add-assignment-btn",
				".tags-placeholder",
				".btn-address",
			];
			for (const button of changing)
				await expect(form.locator(`${button}:visible`), button).toHaveCount(0);
			await expect(form.getByRole("button", { name: "Lưu", exact: true })).toBeHidden();
		});
	});
}

test.describe("the report view", () => {
	test.use({ as: "ketoan" });

	test("shows names of people and masters", async ({ page }) => {
		await openCustomers(page, "ketoan");
		await open(page, "List", "KH Customer", "Report");
		const cells = (field) => page.locator(`.dt-cell--col-${field} .dt-cell__content:visible`);
		await page.waitForFunction(() => window.cur_list?.datatable);
		await settle(page);
		const columns = await page.evaluate(() =>
			window.cur_list.datatable.getColumns().map((column) => column.id)
		);
		const source = columns.indexOf("source");
		const owner = columns.indexOf("account_manager");
		await expect(cells(source).filter({ hasText: TITLE }).first()).toBeVisible();
		await expect(cells(source).filter({ hasText: HASH })).toHaveCount(0);
		await expect(cells(owner).filter({ hasText: PERSON }).first()).toBeVisible();
		await expect(cells(owner).filter({ hasText: "@" })).toHaveCount(0);
	});
});

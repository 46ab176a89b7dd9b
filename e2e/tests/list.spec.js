const { test, expect, open, settle, fill, select, picture } = require("../desk");

test.use({ as: "kinhdoanh1" });

test.beforeEach(async ({ page }) => {
	await open(page, "List", "KH Customer");
	// The desk remembers the filters of a user's last visit.
	if (await page.locator(".filter-x-button:visible").count())
		await page.locator(".filter-x-button:visible").click();
	await expect(page.locator(".list-count")).toContainText(/20 trong tổng số 5\d\d/);
});

test("the list speaks Vietnamese and shows who, how and whose", async ({ page }) => {
	await expect(page.locator(".list-row-head")).toContainText("Tên khách hàng");
	await expect(page.locator(".list-row-head")).toContainText("Điện thoại");
	await expect(page.locator(".list-row-head")).toContainText("Chủ sở hữu");
	await expect(page.locator(".list-row .indicator-pill.green").first()).toBeVisible();
	await picture(page, "danh-sach");
});

test("a filter on the type leaves organizations only", async ({ page }) => {
	await select(page.locator(".standard-filter-section"), "customer_type", "Organization");
	await expect(page.locator(".list-count")).toContainText("30");
	await expect(
		page.locator(".result").getByText("Công ty Cổ phần Đầu tư Nam Long")
	).toBeVisible();
});

test("a search by a part of the name, without accents", async ({ page }) => {
	await fill(page.locator(".standard-filter-section"), "customer_name", "hoang kim cuong");
	await settle(page);
	await expect(page.locator(".list-row .list-subject").first()).toContainText("Hoàng Kim Cường");
});

test("nothing found says so, in Vietnamese", async ({ page }) => {
	await fill(page.locator(".standard-filter-section"), "customer_name", "không có ai tên này");
	await expect(page.locator(".no-result:visible").first()).toContainText(
		"Không có Khách hàng nào khớp với bộ lọc"
	);
});

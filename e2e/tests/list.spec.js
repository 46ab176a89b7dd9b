const { test, expect, openCustomers, settle, fill, select, picture } = require("../desk");

test.use({ as: "kinhdoanh1" });

test.beforeEach(async ({ page }) => {
	await openCustomers(page);
});

test("the list speaks Vietnamese and shows who, how and whose", async ({ page }) => {
	await expect(page.locator(".list-row-head:visible")).toContainText("Tên khách hàng");
	await expect(page.locator(".list-row-head:visible")).toContainText("Điện thoại");
	await expect(page.locator(".list-row-head:visible")).toContainText("Chủ sở hữu");
	await expect(page.locator(".list-row:visible .indicator-pill.green").first()).toBeVisible();
	await picture(page, "danh-sach");
});

test("a filter on the type leaves organizations only", async ({ page }) => {
	await select(
		page.locator(".standard-filter-section:visible"),
		"customer_type",
		"Organization"
	);
	await expect(page.locator(".list-count:visible")).toContainText("30");
	await expect(
		page.locator(".result:visible").getByText("Công ty Cổ phần Đầu tư Nam Long")
	).toBeVisible();
});

test("a search by a part of the name, without accents", async ({ page }) => {
	await fill(
		page.locator(".standard-filter-section:visible"),
		"customer_name",
		"hoang kim cuong"
	);
	await settle(page);
	await expect(page.locator(".list-row:visible .list-subject").first()).toContainText(
		"Hoàng Kim Cường"
	);
});

test("nothing found says so, in Vietnamese", async ({ page }) => {
	await fill(
		page.locator(".standard-filter-section:visible"),
		"customer_name",
		"không có ai tên này"
	);
	await expect(page.locator(".no-result:visible").first()).toContainText(
		"Không có Khách hàng nào khớp với bộ lọc"
	);
});

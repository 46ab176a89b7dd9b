const { test, expect, open, openCustomers, settle, field, dialog } = require("../desk");

test.use({ as: "kinhdoanh1" });

/** The popup, opened by the keys, once it stands still. */
async function openPopup(page) {
	await openCustomers(page, "kinhdoanh1");
	await page.keyboard.press("Control+b");
	await expect(field(dialog(page), "customer_name").locator("input")).toBeFocused();
	await page.waitForFunction(() => window.cur_dialog?.display);
	await page.waitForTimeout(500);
}

test("a customer without the mouse", async ({ page }) => {
	await openPopup(page);
	await page.keyboard.type("Phím Từ Đầu Đến Cuối");
	await page.keyboard.press("Tab");
	await page.keyboard.type("0977 000 111");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	// The group: typed, then chosen in the list below.
	await page.keyboard.type("bán lẻ");
	await expect(dialog(page).locator(".awesomplete ul:visible li").first()).toContainText(
		"KH bán lẻ"
	);
	await page.keyboard.press("Enter");
	await settle(page);
	await page.keyboard.press("Control+s");
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	const row = page.locator(".list-row:visible").first();
	await expect(row).toContainText("Phím Từ Đầu Đến Cuối");
	await expect(row).toContainText("0977 000 111");
});

test("Escape closes the popup and nothing is saved", async ({ page }) => {
	await openPopup(page);
	await page.keyboard.type("Không Lưu Lại");
	await page.keyboard.press("Escape");
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await expect(page.locator(".list-row:visible").first()).not.toContainText("Không Lưu Lại");
	await open(page, "List", "KH Customer");
});

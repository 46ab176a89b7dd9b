const { test, expect, open, picture } = require("../desk");

test.use({ as: "kinhdoanh1" });

test("the print view of a customer, with the letter head of the company", async ({ page }) => {
	await open(page, "print", "KH Customer", "KH00031");
	const sheet = page.frameLocator(
		".print-format-container iframe, iframe.print-format-container"
	);
	await expect(sheet.locator("body")).toContainText("Hoàng Kim Cường");
	await expect(sheet.locator("body")).toContainText("Công ty TNHH Thương mại ABC");
	await expect(sheet.locator("body")).toContainText("Điện thoại");
	await picture(page, "ban-in");
});

test("the profile is what opens first, in Vietnamese", async ({ page }) => {
	await open(page, "print", "KH Customer", "KH00031");
	const sheet = page.frameLocator(
		".print-format-container iframe, iframe.print-format-container"
	);
	await expect(sheet.locator(".kh-profile")).toContainText("Hồ sơ khách hàng");
	await expect(sheet.locator(".kh-profile")).toContainText("Mã khách hàng: KH00031");
});

test("the PDF is one", async ({ page }) => {
	const answer = await page.request.get(
		"/api/method/frappe.utils.print_format.download_pdf?doctype=KH Customer&name=KH00031&format=KH Customer Profile&no_letterhead=0"
	);
	expect(answer.headers()["content-type"]).toBe("application/pdf");
	expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
});

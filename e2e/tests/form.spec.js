const {
	test,
	expect,
	open,
	settle,
	field,
	fill,
	save,
	choose,
	picture,
	read,
} = require("../desk");

test.use({ as: "kinhdoanh1" });

/** The form in front: the desk keeps the ones visited before in the page. */
const form = (page) => page.locator(".page-container:visible .form-layout");

test("open, edit, save", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00031");
	await expect(page.locator(".page-container:visible .title-text")).toContainText(
		"Hoàng Kim Cường"
	);
	await picture(page, "ho-so-khach-hang");
	await fill(form(page), "other_phone", "+84 24 3936 1234");
	await save(page);
	await expect(page.locator(".page-container:visible .indicator-pill.orange")).toHaveCount(0);
	expect((await read(page, "KH Customer", "KH00031")).other_phone_e164).toBe("+842439361234");
});

test("an organization has its founding date, an individual a birthday", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00001");
	await expect(field(form(page), "founding_date")).toBeVisible();
	await expect(field(form(page), "date_of_birth")).toHaveCount(0);
	await open(page, "Form", "KH Customer", "KH00031");
	await expect(field(form(page), "date_of_birth")).toBeVisible();
	await expect(field(form(page), "founding_date")).toHaveCount(0);
});

test("wards are those of the province", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00032");
	await page
		.locator(".page-container:visible .form-tabs")
		.getByText("Liên hệ và địa chỉ")
		.click();
	await choose(page, form(page), "ward", "Ba Đình");
	await save(page);
	const customer = await read(page, "KH Customer", "KH00032");
	expect((await read(page, "KH Ward", customer.ward)).province).toBe("01");
	await choose(page, form(page), "province", "Cần Thơ");
	await expect(field(form(page), "ward").locator("input")).toHaveValue("");
});

test("a contact is added from the customer and shown there", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00002");
	await page
		.locator(".page-container:visible .form-tabs")
		.getByText("Liên hệ và địa chỉ")
		.click();
	await page.locator(".page-container:visible .btn-contact").click();
	await settle(page);
	await expect(page).toHaveURL(/contact/);
	await fill(
		page.locator(".page-container:visible, .modal.show").last(),
		"first_name",
		"Bùi Văn Liên Hệ"
	);
	await save(page);
	await expect(page).toHaveURL(/contact\/B/);
	await open(page, "Form", "KH Customer", "KH00002");
	await page
		.locator(".page-container:visible .form-tabs")
		.getByText("Liên hệ và địa chỉ")
		.click();
	await expect(field(form(page), "contact_html")).toContainText("Bùi Văn Liên Hệ");
});

test.describe("a viewer", () => {
	test.use({ as: "xem" });

	test("reads and cannot save", async ({ page }) => {
		await open(page, "Form", "KH Customer", "KH00031");
		await expect(field(form(page), "customer_name")).toContainText("Hoàng Kim Cường");
		await expect(
			page.locator(".page-container:visible").getByRole("button", { name: "Lưu" })
		).toHaveCount(0);
	});
});

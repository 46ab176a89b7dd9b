const {
	test,
	expect,
	open,
	settle,
	field,
	fill,
	save,
	choose,
	dialog,
	picture,
	read,
} = require("../desk");

test.use({ as: "kinhdoanh1" });

/** The form in front: the desk keeps the ones visited before in the page. */
const form = (page) => page.locator(".page-container:visible .form-layout");

const tab = (page, name) =>
	page.locator(".page-container:visible .form-tabs").getByText(name).click();

test("open, edit, save", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00031");
	await expect(page.locator(".page-container:visible .title-text")).toContainText(
		"Hoàng Kim Cường"
	);
	await tab(page, "Thông tin chung"); // a form opens on the tab that was looked at last
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
	await open(page, "Form", "KH Customer", "KH00031");
	await tab(page, "Liên hệ và địa chỉ");
	await choose(page, form(page), "province", "Hà Nội");
	await choose(page, form(page), "ward", "Ba Đình");
	await save(page);
	const customer = await read(page, "KH Customer", "KH00031");
	expect((await read(page, "KH Ward", customer.ward)).province).toBe("01");
	await choose(page, form(page), "province", "Cần Thơ");
	await expect(field(form(page), "ward").locator("input")).toHaveValue("");
});

test("a contact is added, starred and unlinked on the customer", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00001");
	await tab(page, "Liên hệ và địa chỉ");
	const list = field(form(page), "contact_html");
	for (const name of ["Bùi Văn Liên Hệ", "Đỗ Thị Thứ Hai"]) {
		await list.getByRole("button", { name: "Thêm người liên hệ" }).click();
		await fill(dialog(page), "full_name", name);
		await fill(dialog(page), "phone", "0987 654 321");
		await dialog(page).locator(".btn-primary:visible").click();
		await expect(page.locator(".modal.show")).toHaveCount(0);
		await expect(list).toContainText(name);
	}
	const people = list.locator(".kh-person");
	await expect(people.first().locator("a")).toHaveAttribute("href", "tel:0987654321");
	await people.filter({ hasText: "Thứ Hai" }).getByRole("button", { name: "Đặt làm" }).click();
	await expect(people.first()).toContainText("Đỗ Thị Thứ Hai");
	await picture(page, "nguoi-lien-he");
	await people.first().getByRole("button", { name: "Gỡ" }).click();
	await page.locator(".modal.show .btn-primary:visible").click();
	await expect(list).not.toContainText("Đỗ Thị Thứ Hai");
	await settle(page);
	expect((await read(page, "KH Customer", "KH00001")).primary_contact).toContain("Bùi Văn");
});

test("care is planned in one line, and done", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00001");
	await tab(page, "Chăm sóc");
	const care = field(form(page), "care_html");
	await care.getByRole("textbox", { name: "Tiêu đề" }).fill("Gọi báo giá");
	await page.keyboard.press("Enter");
	await expect(care).toContainText("Gọi báo giá");
	await settle(page);
	expect((await read(page, "KH Customer", "KH00001")).next_care_on).toBeTruthy();
	await picture(page, "lich-cham-soc");
	await care.getByRole("button", { name: "Đã xong" }).first().click();
	await dialog(page).getByRole("button", { name: "Khách quan tâm" }).click();
	await expect(page.locator(".modal.show .modal-title:visible")).toHaveText("Bước tiếp theo");
	await picture(page, "buoc-tiep-theo");
	await dialog(page).getByRole("button", { name: "Không cần" }).click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	await expect(care.getByRole("button", { name: "Đã xong" })).toHaveCount(0);
	await expect(care).toContainText("Khách quan tâm");
	expect((await read(page, "KH Customer", "KH00001")).last_care_on).toBeTruthy();
});

test("phone, Zalo and website are links", async ({ page }) => {
	await open(page, "Form", "KH Customer", "KH00031");
	await tab(page, "Thông tin chung");
	await expect(form(page).locator('[data-reach="phone"]')).toHaveAttribute("href", /^tel:\+84/);
	await expect(form(page).locator('[data-reach="zalo"]')).toHaveAttribute(
		"href",
		/^https:\/\/zalo\.me\/0/
	);
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

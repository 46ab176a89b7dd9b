const {
	test,
	expect,
	open,
	settle,
	field,
	fill,
	select,
	choose,
	dialog,
	save,
	picture,
	read,
	closeDialog,
} = require("../desk");

test.use({ as: "kinhdoanh1" });

test.beforeEach(async ({ page }) => {
	await open(page, "List", "KH Customer");
	await page.getByRole("button", { name: "Thêm Khách hàng" }).click();
	await expect(dialog(page)).toContainText("Thêm mới khách hàng");
	await expect(field(dialog(page), "customer_name").locator("input")).toBeFocused();
});

/** Chooses what kind of customer it is. */
const kind = (page, name) => dialog(page).locator(".kh-kinds label", { hasText: name }).click();

/** The customer that the list shows first, which is the one changed last. */
async function newest(page) {
	const answer = await page.request.get(
		'/api/resource/KH Customer?fields=["name","customer_name"]&order_by=creation desc&limit_page_length=1'
	);
	return read(page, "KH Customer", (await answer.json()).data[0].name);
}

test("an individual in one dialog", async ({ page }) => {
	await fill(dialog(page), "customer_name", "Nguyễn Thị Thử Nghiệm");
	await fill(dialog(page), "phone", "0168 234 5678");
	await choose(page, dialog(page), "customer_group", "KH bán lẻ");
	await picture(page, "them-nhanh");
	await dialog(page).locator(".btn-primary:visible").click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	const customer = await newest(page);
	expect(customer.customer_name).toBe("Nguyễn Thị Thử Nghiệm");
	expect(customer.customer_type).toBe("Individual");
	expect(customer.phone).toBe("0168 234 5678");
	expect(customer.phone_e164).toBe("+84382345678");
	expect(customer.account_manager).toBe("kinhdoanh1@abc.example");
	expect(customer.name).toMatch(/^KH\d{5}$/);
});

test("journey 1: a new customer calls; on Friday at nine somebody calls back", async ({
	page,
}) => {
	await closeDialog(page);
	await page.keyboard.press("/");
	const search = page.locator(".kh-search input:visible");
	await expect(search).toBeFocused();
	await page.keyboard.type("0 912 11 22 33");
	const nobody = page.locator(".no-result:visible").first();
	await expect(nobody).toContainText("Không tìm thấy khách hàng nào với “0 912 11 22 33”");
	await nobody.getByRole("button", { name: "Thêm mới khách hàng" }).click();
	await expect(field(dialog(page), "phone").locator("input")).toHaveValue("0 912 11 22 33");
	await expect(field(dialog(page), "customer_name").locator("input")).toBeFocused();
	await page.keyboard.type("Trần Thị Gọi Lại");
	await choose(page, dialog(page), "customer_group", "KH bán lẻ");
	await dialog(page).locator(".kh-people-rows summary").click();
	const person = dialog(page).locator(".kh-people-row").first();
	await person.getByPlaceholder("Họ và tên").fill("Trần Văn Nghe Máy");
	await person.getByPlaceholder("Điện thoại").fill("0987 111 222");
	await dialog(page).locator(".kh-chip").nth(2).click();
	await picture(page, "them-moi-khach-hang");
	await page.keyboard.press("Control+s");
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	const customer = await newest(page);
	expect(customer.customer_name).toBe("Trần Thị Gọi Lại");
	expect(customer.phone_e164).toBe("+84912112233");
	expect(customer.primary_contact).toContain("Trần Văn Nghe Máy");
	expect(customer.next_care_on).toMatch(/09:00:00$/);
	// The list finds now what it searched before.
	await expect(page.locator(".list-row:visible")).toContainText("Trần Thị Gọi Lại");
	await search.fill("");
	await expect(page.locator(".list-count:visible")).toContainText("20 /");
});

test("the first appointment may repeat; the popup says on which days", async ({ page }) => {
	await fill(dialog(page), "customer_name", "Phạm Văn Định Kỳ");
	await expect(field(dialog(page), "repeats")).toHaveCount(0);
	await dialog(page).locator(".kh-chip").nth(2).click();
	await expect(field(dialog(page), "repeat_count")).toHaveCount(0);
	await select(dialog(page), "repeats", "Monthly");
	await expect(field(dialog(page), "repeat_until").locator("input")).not.toHaveValue("");
	await fill(dialog(page), "repeat_until", "");
	await fill(dialog(page), "repeat_count", "3");
	await field(dialog(page), "care_subject").locator("input").click();
	await expect(dialog(page).locator(".kh-recurrence")).toContainText("Tổng cộng 3 lịch hẹn");
	await dialog(page).locator(".kh-recurrence").scrollIntoViewIfNeeded();
	await picture(page, "them-moi-lich-lap-lai");
	await page.keyboard.press("Control+s");
	await expect(page.locator(".modal.show")).toHaveCount(0);
	const customer = await newest(page);
	expect(customer.customer_name).toBe("Phạm Văn Định Kỳ");
	const planned = await page.evaluate(
		(customer) =>
			frappe.db.get_list("KH Care Schedule", {
				filters: { customer },
				fields: ["starts_on", "repeats", "repeat_count"],
				order_by: "starts_on asc",
			}),
		customer.name
	);
	expect(planned.length).toBe(3);
	expect(planned[0]).toMatchObject({
		starts_on: customer.next_care_on,
		repeats: "Monthly",
		repeat_count: 3,
	});
});

test.describe("the next one who types that number", () => {
	test.use({ as: "kinhdoanh2" });

	test("is told who has this customer, and nothing more", async ({ page }) => {
		// KH00031 is kinhdoanh1's.
		await fill(dialog(page), "phone", "077 197 8347");
		const line = dialog(page).locator(".kh-duplicates");
		await expect(line).toContainText("Lê Minh Quân");
		await expect(line).not.toContainText("Hoàng Kim Cường");
		await expect(line).not.toContainText("KH00031");
		await closeDialog(page);
	});
});

test("people are saved with an organization, and Enter saves", async ({ page }) => {
	await kind(page, "Tổ chức");
	await fill(dialog(page), "customer_name", "Công ty TNHH Nhiều Người");
	const rows = dialog(page).locator(".kh-people-row");
	await rows.first().getByPlaceholder("Họ và tên").fill("Người Thứ Nhất");
	await rows.first().getByPlaceholder("Điện thoại").fill("0987 654 321");
	await dialog(page).getByRole("button", { name: "Thêm dòng" }).click();
	await rows.nth(1).getByPlaceholder("Họ và tên").fill("Người Thứ Hai");
	await page.keyboard.press("Enter");
	await expect(page.locator(".modal.show")).toHaveCount(0);
	const customer = await newest(page);
	expect(customer.primary_contact).toContain("Người Thứ Nhất");
});

test("the full form goes on with what was typed, and saves it together", async ({ page }) => {
	await kind(page, "Tổ chức");
	await fill(dialog(page), "customer_name", "Công ty TNHH Sửa Đầy Đủ");
	const row = dialog(page).locator(".kh-people-row").first();
	await row.getByPlaceholder("Họ và tên").fill("Người Đi Cùng");
	await dialog(page).locator(".kh-chip").nth(1).click();
	await dialog(page).getByRole("button", { name: "Sửa đầy đủ" }).click();
	await settle(page);
	const form = page.locator(".page-container:visible");
	await expect(field(form, "customer_name").locator("input")).toHaveValue(
		"Công ty TNHH Sửa Đầy Đủ"
	);
	await expect(form).toContainText("Sẽ lưu cùng khách hàng: 1 người liên hệ, một lịch hẹn.");
	await save(page);
	const customer = await newest(page);
	expect(customer.primary_contact).toContain("Người Đi Cùng");
	expect(customer.next_care_on).toBeTruthy();
});

test("from a link field it returns to it", async ({ page }) => {
	await closeDialog(page);
	await page.evaluate(() => window.frappe.new_doc("KH Care Schedule"));
	await settle(page);
	const form = page.locator(".page-container:visible .form-layout");
	const input = field(form, "customer").locator("input").first();
	await input.click();
	await input.fill("Khách Từ Ô Chọn");
	await field(form, "customer")
		.locator(".awesomplete li")
		.filter({ hasText: /Thêm|Tạo/ })
		.first()
		.click();
	await expect(field(dialog(page), "customer_name").locator("input")).toHaveValue(
		"Khách Từ Ô Chọn"
	);
	// Until the popup stands still, the key is the form's behind it.
	await page.waitForFunction(() => window.cur_dialog?.display);
	await page.waitForTimeout(500);
	await page.keyboard.press("Control+s");
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	const customer = await newest(page);
	expect(customer.customer_name).toBe("Khách Từ Ô Chọn");
	expect(await page.evaluate(() => window.cur_frm.doc.customer)).toBe(customer.name);
});

test("an organization shows its own fields", async ({ page }) => {
	await expect(field(dialog(page), "founding_date")).toHaveCount(0);
	await kind(page, "Tổ chức");
	await fill(dialog(page), "customer_name", "Công ty TNHH Thử Nghiệm");
	await fill(dialog(page), "tax_code", "0100109106-001");
	await dialog(page).locator(".btn-primary:visible").click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	const customer = await newest(page);
	expect(customer.customer_type).toBe("Organization");
	expect(customer.tax_code).toBe("0100109106-001");
});

test.describe("a wrong number", () => {
	test.use({ refusals: [417] });

	test("in the row of a person is refused, and what was typed stays", async ({ page }) => {
		await kind(page, "Tổ chức");
		await fill(dialog(page), "customer_name", "Công ty Sai Điện Thoại");
		const row = dialog(page).locator(".kh-people-row").first();
		await row.getByPlaceholder("Họ và tên").fill("Người Sai Số");
		await row.getByPlaceholder("Điện thoại").fill("0912");
		await page.keyboard.press("Control+s");
		const message = page.locator(".modal.show .msgprint");
		await expect(message).toContainText("Người liên hệ, dòng 1, Điện thoại");
		// A message that is still sliding in does not hear the key.
		await page.waitForTimeout(500);
		await page.keyboard.press("Escape");
		await expect(message).toBeHidden();
		await expect(field(dialog(page), "customer_name").locator("input")).toHaveValue(
			"Công ty Sai Điện Thoại"
		);
		await closeDialog(page);
	});

	test("is refused with a reason in Vietnamese, and nothing is saved", async ({ page }) => {
		await kind(page, "Tổ chức");
		await fill(dialog(page), "customer_name", "Công ty Sai Mã Số Thuế");
		await fill(dialog(page), "tax_code", "0300588560");
		await dialog(page).locator(".btn-primary:visible").click();
		const message = page.locator(".modal.show .msgprint");
		await expect(message).toContainText("Mã số thuế");
		await expect(message).toContainText("Chữ số kiểm tra không đúng");
		await picture(page, "ma-so-thue-sai");
		const found = await page.request.get(
			'/api/resource/KH Customer?filters=[["customer_name","=","Công ty Sai Mã Số Thuế"]]'
		);
		expect((await found.json()).data).toEqual([]);
	});
});

test.describe("journey 5: the company's own way", () => {
	test.use({ as: "quanly" });

	/** Ticks or unticks what the settings say of a field of customers, and saves. */
	async function rule(page, fieldname, column, checked) {
		await open(page, "Form", "KH Settings", "KH Settings");
		await page.locator(".form-tabs:visible").getByText("Trường dữ liệu").click();
		const row = page.locator(`tr[data-document="KH Customer"][data-field="${fieldname}"]`);
		await row.locator(`[data-column="${column}"]`).setChecked(checked);
		await page.keyboard.press("Control+s");
		await page.waitForFunction(() => !window.cur_frm.is_dirty());
		await settle(page);
	}

	/** While a dialog still opens, it does not listen to its cross. */
	async function close(page) {
		await expect(async () => {
			const cross = dialog(page).locator(".btn-modal-close");
			if (await cross.count()) await cross.click();
			await expect(page.locator(".modal.show")).toHaveCount(0, { timeout: 2000 });
		}).toPass();
	}

	test("a field that the settings put into the popup is there, and leaves it again", async ({
		page,
	}) => {
		await expect(field(dialog(page), "other_phone")).toHaveCount(0);
		await close(page);
		await rule(page, "other_phone", "in_popup", true);
		await page.evaluate(() => window.crm_khachhang.new_customer());
		await expect(field(dialog(page), "other_phone")).toBeVisible();
		await close(page);
		await rule(page, "other_phone", "in_popup", false);
	});
});

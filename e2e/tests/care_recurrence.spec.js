const {
	test,
	expect,
	open,
	settle,
	field,
	fill,
	select,
	save,
	dialog,
	picture,
	read,
	closeDialog,
} = require("../desk");

test.use({ as: "kinhdoanh1" });

const CUSTOMER = "KH00031";
const WEEKLY = "Gọi hằng tuần";

const form = (page) => page.locator(".page-container:visible .form-layout");
const rule = (page) => page.locator(".page-container:visible .kh-recurrence");
const event = (page) => page.locator(".kh-event:visible", { hasText: WEEKLY });

/** A moment as people write it: so many weeks from this week's Monday, before anybody works, so that no day off moves it. */
const monday = (page, weeks) =>
	page.evaluate(
		(weeks) => moment().startOf("isoWeek").add(weeks, "weeks").format("DD-MM-YYYY [07:30]"),
		weeks
	);

/** A new appointment with the customer in the form. */
async function newAppointment(page, subject, starts_on) {
	await page.evaluate((customer) => frappe.new_doc("KH Care Schedule", { customer }), CUSTOMER);
	await page.waitForFunction(() => cur_frm?.doctype === "KH Care Schedule" && cur_frm.is_new());
	await settle(page);
	await fill(form(page), "subject", subject);
	await fill(form(page), "starts_on", starts_on);
	await page.keyboard.press("Tab");
	await form(page).locator(".section-head:visible", { hasText: "Lặp lại" }).click();
}

/** Leaves the field that was written in, for nothing that opens. */
const leave = (page) => page.evaluate(() => document.activeElement.blur());

/** The appointments of the series, soonest first. */
const appointments = (page) =>
	page.evaluate(
		(subject) =>
			frappe.db.get_list("KH Care Schedule", {
				filters: { subject },
				fields: ["name", "starts_on", "status", "series"],
				order_by: "starts_on asc",
			}),
		WEEKLY
	);

/** Drags the event of the week that the calendar shows to the next day. */
async function dragToTheNextDay(page) {
	await expect(page.locator(".modal-backdrop")).toHaveCount(0);
	const day = await page.locator(".fc-day-header:visible").first().boundingBox();
	const box = await event(page).boundingBox();
	const [x, y] = [box.x + box.width / 2, box.y + 8];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + day.width / 2, y, { steps: 5 });
	await page.mouse.move(x + day.width, y, { steps: 5 });
	await page.mouse.up();
	await expect(dialog(page)).toContainText("Dời lịch hẹn lặp lại");
}

test("every week: the form says what will be", async ({ page }) => {
	await open(page, "List", "KH Care Schedule", "List");
	await newAppointment(page, WEEKLY, await monday(page, 1));
	await select(form(page), "repeats", "Weekly");
	await fill(form(page), "repeat_count", "4");
	await page.keyboard.press("Tab");
	await expect(rule(page)).toContainText("Tổng cộng 4 lịch hẹn: Thứ Hai");
	await rule(page).scrollIntoViewIfNeeded();
	await picture(page, "lich-lap-lai");
	await save(page);
	expect((await appointments(page)).length).toBe(4);
});

test("the calendar shows the next ones, and a drag moves this and the following", async ({
	page,
}) => {
	await open(page, "List", "KH Care Schedule", "Calendar", "default");
	await page.locator(".fc-agendaWeek-button:visible").click();
	const today = page.locator(".fc-today-button:visible");
	if (await today.isEnabled()) await today.click();
	for (let week = 1; week <= 2; week++) {
		await page.locator(".fc-next-button:visible").click();
		await settle(page);
		await expect(event(page)).toHaveCount(1);
	}
	const before = await appointments(page);

	// Who thinks better of it finds the appointment where it was.
	const place = await event(page).boundingBox();
	await dragToTheNextDay(page);
	await closeDialog(page);
	await expect(page.locator(".modal.show")).toHaveCount(0);
	expect(Math.abs((await event(page).boundingBox()).x - place.x)).toBeLessThan(5);
	expect(await appointments(page)).toEqual(before);

	await dragToTheNextDay(page);
	await picture(page, "doi-lich-lap-lai");
	await dialog(page).getByText("Lịch hẹn này và các lịch hẹn sau").click();
	await dialog(page).getByRole("button", { name: "Dời lịch" }).click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	const days = await page.evaluate(
		(rows) => rows.map((row) => moment(row.starts_on).isoWeekday()),
		await appointments(page)
	);
	expect(days).toEqual([1, 2, 2, 2]);
	await page.locator(".fc-next-button:visible").click();
	await settle(page);
	await expect(event(page)).toHaveCount(1);
});

test("all that are left of the series are cancelled at once", async ({ page }) => {
	await open(page, "List", "KH Care Schedule", "List");
	const [, second] = await appointments(page);
	await open(page, "Form", "KH Care Schedule", second.name);
	await select(form(page), "status", "Cancelled");
	await page.keyboard.press("Control+s");
	await expect(dialog(page)).toContainText("Hủy lịch hẹn lặp lại");
	await dialog(page).getByText("Tất cả lịch hẹn trong chuỗi").click();
	await dialog(page).getByRole("button", { name: "Hủy lịch hẹn" }).click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	const statuses = (await appointments(page)).map((one) => one.status);
	expect(statuses).toEqual(["Planned", "Cancelled", "Cancelled", "Cancelled"]);
});

test("what is over stays where it is on the calendar, and says why", async ({ page }) => {
	await open(page, "List", "KH Care Schedule", "List");
	const [first] = await appointments(page);
	await page.evaluate(
		(name) => frappe.xcall("crm_khachhang.care.api.finish", { name, outcome: "Đồng ý" }),
		first.name
	);
	await open(page, "List", "KH Care Schedule", "Calendar", "default");
	await page.locator(".fc-today-button:visible").click();
	await page.locator(".fc-next-button:visible").click();
	await settle(page);
	const box = await event(page).boundingBox();
	await page.mouse.move(box.x + 20, box.y + 8);
	await page.mouse.down();
	await page.mouse.move(box.x + 20, box.y + 60, { steps: 5 });
	await page.mouse.move(box.x + 20, box.y + 120, { steps: 5 });
	await page.mouse.up();
	await expect(page.locator(".desk-alert").last()).toContainText("không dời được");
	expect(Math.abs((await event(page).boundingBox()).y - box.y)).toBeLessThan(5);
	expect((await read(page, "KH Care Schedule", first.name)).starts_on).toBe(first.starts_on);
	// The calendar stays open with the page, and others look for today.
	await page.locator(".fc-today-button:visible").click();
	await settle(page);
});

test("every year by the lunar calendar", async ({ page }) => {
	await open(page, "List", "KH Care Schedule", "List");
	await newAppointment(page, "Giỗ tổ nghề", "16-02-2027 07:30");
	await select(form(page), "repeats", "Yearly (Lunar)");
	await expect(rule(page)).toContainText("Thứ Ba 16-02-2027 (11/1 âm lịch)");
	await expect(rule(page)).toContainText("Thứ Bảy 05-02-2028 (11/1 âm lịch)");
});

test.describe("without an end", () => {
	test.use({ refusals: [417] });
	test("a recurrence is refused", async ({ page }) => {
		await open(page, "List", "KH Care Schedule", "List");
		await newAppointment(page, "Gọi mãi mãi", await monday(page, 1));
		await select(form(page), "repeats", "Daily");
		await fill(form(page), "repeat_until", "");
		await page.keyboard.press("Control+s");
		await expect(dialog(page)).toContainText("Lịch lặp lại phải có điểm kết thúc");
		await closeDialog(page);
		await expect(page.locator(".modal.show")).toHaveCount(0);
		const found = await page.evaluate(() =>
			frappe.db.count("KH Care Schedule", { filters: { subject: "Gọi mãi mãi" } })
		);
		expect(found).toBe(0);
	});
});

test("the short dialog plans what repeats, at a time of its picker", async ({ page }) => {
	await open(page, "Form", "KH Customer", CUSTOMER);
	await page
		.locator(".page-container:visible .form-tabs")
		.getByText("Chăm sóc", { exact: true })
		.click();
	await page.locator(".kh-plan-care:visible").click();
	await fill(dialog(page), "care_subject", "Nhắc thanh toán");
	await field(dialog(page), "care_starts_on").locator("input").click();
	const picker = page.locator(".datepicker.active");
	await expect(picker).toContainText("Tháng");
	await picker.locator("[data-action=next]").click();
	await picker
		.locator(".datepicker--cell-day:not(.-other-month-)")
		.getByText("15", { exact: true })
		.click();
	await expect(field(dialog(page), "care_starts_on").locator("input")).toHaveValue(
		/^15-\d\d-\d{4} \d\d:\d\d$/
	);
	await select(dialog(page), "repeats", "Monthly");
	await fill(dialog(page), "repeat_until", "");
	await fill(dialog(page), "repeat_count", "3");
	await page.keyboard.press("Tab");
	await expect(dialog(page).locator(".kh-recurrence")).toContainText("Tổng cộng 3 lịch hẹn");
	await picture(page, "dat-lich-lap-lai");
	await dialog(page).getByRole("button", { name: "Lưu" }).click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	const [planned] = await page.evaluate(() =>
		frappe.db.get_list("KH Care Schedule", {
			filters: { subject: "Nhắc thanh toán" },
			fields: ["repeats", "repeat_count", "repeat_until", "starts_on"],
			order_by: "starts_on asc",
		})
	);
	expect(planned).toMatchObject({ repeats: "Monthly", repeat_count: 3, repeat_until: null });
	expect(planned.starts_on).toMatch(/-15 /);
});

test.describe("the date of birth of a contact", () => {
	test.use({ refusals: [417] });
	test("is on its line, and never in the future", async ({ page }) => {
		await open(page, "Form", "KH Customer", CUSTOMER);
		await page
			.locator(".page-container:visible .form-tabs")
			.getByText("Liên hệ và địa chỉ")
			.click();
		const list = field(form(page), "contact_html");
		await list.getByRole("button", { name: "Thêm người liên hệ" }).click();
		await fill(dialog(page), "full_name", "Ngô Thị Sinh Nhật");
		await fill(dialog(page), "date_of_birth", "12-03-2099");
		await leave(page);
		await dialog(page).locator(".btn-primary:visible").click();
		const refusal = page.locator(".modal.show", { hasText: "Vui lòng kiểm tra Liên hệ" });
		await expect(refusal).toContainText("Ngày sinh (12-03-2099): Ngày này ở tương lai.");
		await refusal.locator(".btn-modal-close").first().click();
		await expect(page.locator(".modal.show")).toHaveCount(1);
		await fill(dialog(page), "date_of_birth", "12-03-1990");
		await leave(page);
		await dialog(page).locator(".btn-primary:visible").click();
		await expect(page.locator(".modal.show")).toHaveCount(0);
		const person = list.locator(".kh-person", { hasText: "Ngô Thị Sinh Nhật" });
		await expect(person).toContainText("sinh 12-03-1990");
		await picture(page, "lien-he-co-ngay-sinh");
		await person.getByRole("button", { name: "Gỡ" }).click();
		await page.locator(".modal.show .btn-primary:visible").click();
		await expect(person).toHaveCount(0);
	});
});

const { test, expect, open, settle, field, fill, select, dialog, picture } = require("../desk");

test.use({ as: "kinhdoanh1" });

const CUSTOMER = "KH00031";
const GUEST = "khach@hoangkimcuong.example";
const SUBJECT = "Họp chốt hợp đồng";

const form = (page) => page.locator(".page-container:visible .form-layout");

let mails;

// The site has no account for outgoing mail, and nothing sends what is queued.
test.beforeAll(async ({ playwright }, { project }) => {
	const { baseURL } = project.use;
	mails = await playwright.request.newContext({ baseURL });
	await mails.post("/api/method/login", { form: { usr: "Administrator", pwd: "admin" } });
	const account = {
		email_account_name: "Thư đi",
		email_id: "di@mails.example",
		enable_outgoing: 1,
		default_outgoing: 1,
		smtp_server: "mails.example",
		no_smtp_authentication: 1,
	};
	const answer = await mails.post("/api/resource/Email Account", { data: account });
	expect(answer.ok(), await answer.text()).toBeTruthy();
});

test.afterAll(async () => {
	await mails.delete("/api/resource/Email Account/Thư đi");
	await mails.dispose();
});

/** The subjects of the e-mails to the guest, the oldest first. */
async function subjects() {
	const options = new URLSearchParams({
		fields: '["message"]',
		filters: JSON.stringify([["Email Queue Recipient", "recipient", "=", GUEST]]),
		order_by: "`tabEmail Queue`.creation asc",
	});
	const answer = await mails.get(`/api/resource/Email Queue?${options}`);
	const { data } = await answer.json();
	return data.map(({ message }) => decoded(/^Subject: (.*(?:\r?\n[ \t].*)*)/m.exec(message)[1]));
}

/** A header of a mail as people read it (RFC 2047). */
function decoded(header) {
	const words = [...header.matchAll(/=\?utf-8\?([bq])\?(.*?)\?=/gi)];
	const bytes = words.map(([, kind, text]) =>
		kind.toLowerCase() === "b"
			? Buffer.from(text, "base64")
			: Buffer.from(unescape(text.replaceAll("_", " ").replaceAll("=", "%")), "latin1")
	);
	return words.length ? Buffer.concat(bytes).toString("utf-8") : header;
}

/** Opens a new appointment with the customer, so many days from today at two o'clock. */
async function openNew(page, subject, days) {
	await open(page, "List", "KH Care Schedule", "List");
	const name = await page.evaluate(
		async ([customer, email, subject, days]) => {
			await frappe.db.set_value("KH Customer", customer, "email", email);
			const starts_on = moment().startOf("day").add(days, "days").hour(14);
			const planned = await frappe.db.insert({
				doctype: "KH Care Schedule",
				...{ customer, subject, activity_type: "Meeting" },
				starts_on: starts_on.format("YYYY-MM-DD HH:mm:ss"),
			});
			return planned.name;
		},
		[CUSTOMER, GUEST, subject, days]
	);
	await open(page, "Form", "KH Care Schedule", name);
	return name;
}

async function invite(page) {
	await page.getByRole("button", { name: "Mời…" }).click();
	await expect(dialog(page)).toContainText(`Hoàng Kim Cường <${GUEST}>`);
	await dialog(page).getByRole("button", { name: "Gửi" }).click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
}

test("a guest is invited, and told a new time and the cancellation", async ({ page }) => {
	await openNew(page, SUBJECT, 5);
	await page.getByRole("button", { name: "Mời…" }).click();
	await expect(dialog(page)).toContainText(`Hoàng Kim Cường <${GUEST}>`);
	await expect(dialog(page).getByRole("checkbox").first()).not.toBeChecked();
	await fill(dialog(page), "message", "Mong được gặp anh chị tại văn phòng.");
	await picture(page, "moi-khach");
	await dialog(page).getByRole("button", { name: "Gửi" }).click();
	await expect(page.locator(".desk-alert").last()).toContainText("Đã gửi 1 lời mời");
	await settle(page);
	await expect(page.locator(".page-container:visible .new-timeline")).toContainText(
		"đã mời khách hàng"
	);

	const later = await page.evaluate(() => moment().add(6, "days").format("DD-MM-YYYY [15:00]"));
	await fill(form(page), "starts_on", later);
	await page.keyboard.press("Tab");
	await page.keyboard.press("Control+s");
	await expect(dialog(page)).toContainText("chưa biết thay đổi này");
	await expect(dialog(page)).toContainText(/Hoàng Kim Cường: 14:00 .* → 15:00/);
	await picture(page, "bao-khach-gio-moi");
	await dialog(page).locator(".btn-primary:visible").click();
	await expect(page.locator(".desk-alert").last()).toContainText("Đang gửi 1 email");
	await settle(page);

	await select(form(page), "status", "Cancelled");
	await page.keyboard.press("Control+s");
	await expect(dialog(page)).toContainText(/Hoàng Kim Cường: 15:00 .* → đã hủy/);
	await picture(page, "bao-khach-huy-lich");
	await dialog(page).locator(".btn-primary:visible").click();
	await expect(page.locator(".desk-alert").last()).toContainText("Đang gửi 1 email");
	await settle(page);
	expect(await subjects()).toEqual([SUBJECT, `Đổi giờ: ${SUBJECT}`, `Đã hủy: ${SUBJECT}`]);
});

test("who tells the guests nothing is asked again after the next change", async ({ page }) => {
	const name = await openNew(page, "Xem mẫu", 7);
	await invite(page);
	const before = (await subjects()).length;
	for (const hour of ["15:30", "16:30"]) {
		const later = await page.evaluate(
			(hour) => `${moment().add(8, "days").format("DD-MM-YYYY")} ${hour}`,
			hour
		);
		await fill(form(page), "starts_on", later);
		await page.keyboard.press("Tab");
		await page.keyboard.press("Control+s");
		await expect(dialog(page)).toContainText(new RegExp(`14:00 .* → ${hour}`));
		await dialog(page).locator(".btn-secondary:visible, .btn-modal-secondary:visible").click();
		await expect(page.locator(".modal.show")).toHaveCount(0);
		await settle(page);
	}
	expect((await subjects()).length).toBe(before);
	await page.evaluate(
		(name) => frappe.xcall("crm_khachhang.care.inviting.api.tell", { name }),
		name
	);
	expect((await subjects()).at(-1)).toBe("Đổi giờ: Xem mẫu");
});

test.describe("a manager", () => {
	test.use({ as: "quanly" });

	test("who deletes an appointment chooses whether its guests are told", async ({ page }) => {
		await openNew(page, "Khảo sát kho", 9);
		await invite(page);
		await page.locator(".page-container:visible .menu-btn-group > button").click();
		await page
			.locator(".menu-btn-group .dropdown-menu.show")
			.getByText("Xóa", { exact: true })
			.click();
		const tick = field(dialog(page), "tell_guests");
		await expect(tick).toContainText("Gửi email báo hủy cho 1 khách đã mời");
		await expect(tick.getByRole("checkbox")).toBeChecked();
		await picture(page, "xoa-lich-da-moi-khach");
		await dialog(page).getByRole("button", { name: "Xóa" }).click();
		await expect(page.locator(".modal.show")).toHaveCount(0);
		await settle(page);
		expect((await subjects()).at(-1)).toBe("Đã hủy: Khảo sát kho");
	});
});

const { test, expect, open, settle, dialog, picture, closeDialog } = require("../desk");

test.use({ as: "kinhdoanh1" });

/** Plans an appointment by the desk's own endpoint, so many days from today's noon. */
const plan = (page, subject, days) =>
	page.evaluate(
		([subject, days]) =>
			frappe.xcall("crm_khachhang.care.api.plan", {
				customer: "KH00031",
				appointment: {
					subject,
					activity_type: "Call",
					assigned_to: frappe.session.user,
					starts_on: moment()
						.startOf("day")
						.add(days, "days")
						.hour(12)
						.format("YYYY-MM-DD HH:mm:ss"),
				},
			}),
		[subject, days]
	);

const today = (page) => page.locator(".kh-today:visible");

test("the morning: what is overdue is done in two clicks, and the next step is proposed", async ({
	page,
}) => {
	await open(page, "kh-care-today");
	await plan(page, "Gọi nhắc hợp đồng", -1);
	await open(page, "List", "KH Care Schedule", "List");
	await open(page, "kh-care-today");
	const row = today(page).locator(".kh-today-overdue .kh-today-row", {
		hasText: "Gọi nhắc hợp đồng",
	});
	await expect(row).toContainText("Hoàng Kim Cường");
	await picture(page, "viec-hom-nay");
	await row.getByRole("button", { name: "đã xong" }).click();
	await dialog(page).getByRole("button", { name: "Khách đồng ý" }).click();
	await expect(page.locator(".modal.show .modal-title:visible")).toHaveText("Bước tiếp theo");
	await dialog(page).getByRole("button", { name: "Lưu" }).click();
	await expect(page.locator(".modal.show")).toHaveCount(0);
	await settle(page);
	await expect(row).toHaveCount(0);
});

test("the workspace shows today's care", async ({ page }) => {
	await open(page, "Workspaces", "KH Customers");
	await expect(today(page)).toContainText("Hôm nay");
	await today(page).getByRole("button", { name: "Nhóm tôi" }).click();
	await settle(page);
	await expect(today(page).getByRole("button", { name: "Nhóm tôi" })).toHaveAttribute(
		"aria-pressed",
		"true"
	);
	await today(page).getByRole("button", { name: "Của tôi" }).click();
	await settle(page);
});

test("the calendar shows appointments and moves them", async ({ page }) => {
	await open(page, "List", "KH Care Schedule", "Calendar", "default");
	await plan(page, "Gặp ký hợp đồng", 0);
	await page.locator(".fc-agendaDay-button:visible").click();
	await page.evaluate(() => cur_list.calendar.refresh());
	await settle(page);
	const event = page.locator(".kh-event:visible", { hasText: "Gặp ký hợp đồng" });
	await expect(event).toBeVisible();
	await picture(page, "lich-theo-ngay");
	await event.click();
	await expect(dialog(page)).toContainText("Hoàng Kim Cường");
	await closeDialog(page);
	await expect(page.locator(".modal.show")).toHaveCount(0);
});

test("the board of appointments by status", async ({ page }) => {
	await open(page, "List", "KH Care Schedule", "List");
	await open(page, "List", "KH Care Schedule", "Kanban", "KH Care by Status");
	await expect(page.locator(".kanban-column:visible", { hasText: "Dự kiến" })).toContainText(
		"Gặp ký hợp đồng"
	);
	await picture(page, "bang-lich-cham-soc");
});

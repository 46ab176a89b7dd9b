// The address of a person's own calendar feed, for the calendar of their phone.
frappe.provide("crm_khachhang.care");

const API = "crm_khachhang.care.feed_api.";

/** Shows the address of the user's calendar feed, or a way to have one. */
crm_khachhang.care.show_feed = async () => {
	const address = await frappe.xcall(API + "address");
	const dialog = new frappe.ui.Dialog({
		title: __("Care Appointments in My Calendar"),
		fields: [{ fieldname: "feed", fieldtype: "HTML" }],
	});
	dialog.show();
	draw(dialog, address);
};

function draw(dialog, address) {
	const $wrapper = dialog.get_field("feed").$wrapper.empty();
	const paragraph = (words) => $("<p></p>").text(words).appendTo($wrapper);
	dialog.get_secondary_btn().toggleClass("hide", !address);
	if (!address) {
		paragraph(
			__(
				"Your appointments are in no other calendar. Make an address, which the calendar of your phone or mail program reads."
			)
		);
		dialog.set_primary_action(__("Make an Address"), () => make(dialog));
		return;
	}
	dialog.set_primary_action(__("Copy Address"), () => frappe.utils.copy_to_clipboard(address));
	dialog.set_secondary_action_label(__("Make a New Address"));
	dialog.set_secondary_action(() => renew(dialog));
	paragraph(
		__(
			"Add this address to the calendar of your phone or mail program: your appointments appear there and follow every change."
		)
	);
	$('<input type="text" class="form-control kh-feed-address" readonly>')
		.attr("aria-label", __("Address of the Calendar"))
		.val(address)
		.on("focus", (event) => event.target.select())
		.appendTo($wrapper);
	const $list = $('<ul class="kh-feed-steps"></ul>').appendTo($wrapper);
	for (const [where, how] of steps())
		$("<li></li>")
			.append($("<b></b>").text(where), document.createTextNode(": " + how))
			.appendTo($list);
	$('<a class="btn btn-default btn-xs kh-feed-open"></a>')
		.attr("href", address.replace(/^https?:/, "webcal:"))
		.text(__("Open in the Calendar of This Device"))
		.appendTo($wrapper);
	paragraph(
		__(
			"Who has the address can read your appointments: keep it to yourself. A new address ends the old one."
		)
	).addClass("text-muted small kh-feed-warning");
	$('<button type="button" class="btn btn-danger btn-xs kh-feed-stop"></button>')
		.text(__("Stop This Calendar"))
		.on("click", () => stop(dialog))
		.appendTo($wrapper);
}

function steps() {
	return [
		[
			"Google Calendar",
			__(
				"on a computer, Other calendars, plus sign, From URL. Google asks for changes once or twice a day."
			),
		],
		[
			"iPhone, iPad, Mac",
			__("Settings, Calendar, Accounts, Add Account, Other, Add Subscribed Calendar."),
		],
		["Outlook", __("Add calendar, Subscribe from web.")],
	];
}

async function make(dialog) {
	draw(dialog, await frappe.xcall(API + "renew"));
}

function renew(dialog) {
	frappe.confirm(
		__("The old address ends at once: calendars that use it get no more changes. Go on?"),
		async () => {
			await make(dialog);
			told(__("The calendar has a new address"));
		}
	);
}

function stop(dialog) {
	frappe.confirm(
		__("Calendars that use the address get no more changes, and nobody can read it. Go on?"),
		async () => {
			await frappe.xcall(API + "revoke");
			draw(dialog, "");
			told(__("The calendar is stopped"));
		}
	);
}

function told(message) {
	frappe.show_alert({ message, indicator: "green" });
}

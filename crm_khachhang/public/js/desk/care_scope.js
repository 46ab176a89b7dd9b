// How far a change of an appointment that repeats reaches.
frappe.provide("crm_khachhang.care");

/** Ask which appointments of a series are meant: "this", "following" or "all"; null for who thinks better of it.
 *  `without_this`: the recurrence itself changes, which no single appointment can. */
crm_khachhang.care.ask_scope = ({ title, action, without_this = false }) =>
	new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title,
			size: "small",
			fields: [{ fieldname: "scope", fieldtype: "HTML" }],
			primary_action_label: action,
			primary_action() {
				resolve(dialog.$wrapper.find("input[name=kh-scope]:checked").val());
				dialog.hide();
			},
		});
		dialog.fields_dict.scope.$wrapper.append(choices(without_this));
		dialog.onhide = () => resolve(null); // changes nothing where it was resolved before
		dialog.$wrapper.on("hidden.bs.modal", () => dialog.$wrapper.remove());
		dialog.show();
		dialog.$wrapper
			.find("input[name=kh-scope]")
			.first()
			.prop("checked", true)
			.trigger("focus");
	});

function choices(without_this) {
	const scopes = [
		["this", __("Only this appointment")],
		["following", __("This and the following appointments")],
		["all", __("All appointments of the series")],
	];
	const $choices = $('<div class="kh-scopes" role="radiogroup"></div>');
	scopes
		.filter(([scope]) => scope !== "this" || !without_this)
		.forEach(([scope, label]) => {
			const $input = $('<input type="radio" name="kh-scope">').val(scope);
			$("<label></label>").append($input, $("<span></span>").text(label)).appendTo($choices);
		});
	return $choices.append(
		$('<p class="text-muted"></p>').text(__("What is done or was missed stays as it is."))
	);
}

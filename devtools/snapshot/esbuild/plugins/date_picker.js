// Frappe's own copy of air-datepicker knows seconds, the registry's does not: it writes "08:00:ss", and lacks the parts
// that Frappe hides where nobody wants seconds. Seconds are written here, those of the date; nobody picks them.
const fs = require("fs");

const SECONDS = `
;(($) => {
	const { Constructor, Timepicker } = $.fn.datepicker;
	const { formatDate } = Constructor.prototype;
	Constructor.prototype.formatDate = function (format, date = this.date) {
		const seconds = String(date.getSeconds()).padStart(2, "0");
		return formatDate.call(this, format.replace("ss", seconds), date);
	};
	const { _buildHTML } = Timepicker.prototype;
	Timepicker.prototype._buildHTML = function () {
		_buildHTML.call(this);
		this.$seconds = this.$secondsText = $();
	};
})(jQuery);
`;

function datePicker() {
	return {
		name: "date-picker",
		setup(build) {
			build.onLoad(
				{ filter: /air-datepicker\/dist\/js\/datepicker(\.min)?\.js$/ },
				async (args) => ({
					contents: (await fs.promises.readFile(args.path, "utf8")) + SECONDS,
					loader: "js",
				})
			);
		},
	};
}

module.exports = { datePicker };

// What must exist everywhere in the desk: the popup for new customers, and the dialogs of every action on customers.
import "./desk/titles";
import "./desk/masters";
import "./desk/search";
import "./desk/duplicates";
import "./desk/appointment";
import "./desk/contact_dialog";
import "./desk/contact_rows";
import "./desk/customer_popup";
import "./desk/clone";
import "./desk/merge";
import "./desk/bulk_progress";
import "./desk/bulk_actions";
import "./desk/delete_customers";
import "./desk/charts";
import "./desk/workspace";
import "./desk/empty_states";

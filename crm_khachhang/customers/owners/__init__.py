"""Who owns a customer: who may, who did, and handing customers over."""

"""The acts on payments: channels cut or opened, costs, reserves frozen."""

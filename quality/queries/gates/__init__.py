"""Questions of the quality gates."""

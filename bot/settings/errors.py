"""What is wrong with the settings, said so that somebody can fix it."""


class BadSettings(Exception):
    """One or more settings are missing or wrong.

    `findings` holds one line each: the variable, what is wrong, what to do. No line repeats a
    value, since it may be a secret.
    """

    def __init__(self, *findings: str) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings

"""What past_scenario.py remembers of a bucket: every version of every key."""


class Version:
    """One version of a key as clients see it; never changed, but replaced."""

    def __init__(self, body, null, marker=False, tags=None):
        self.body = body
        self.null = null
        self.marker = marker
        self.tags = tags or {}

    def tagged(self, tags):
        return Version(self.body, self.null, self.marker, tags)


class Model:
    """Keys and their versions, the newest first. States are copies, so none is changed later."""

    def __init__(self):
        self.keys = {}
        self.versioning = "OFF"

    def state(self):
        return {key: tuple(versions) for key, versions in self.keys.items() if versions}

    def current(self, key):
        versions = self.keys.get(key, [])
        return versions[0] if versions and not versions[0].marker else None

    def objects(self, prefix=""):
        return sorted(
            (key for key in self.keys if key.startswith(prefix) and self.current(key)),
            key=lambda key: key.encode(),
        )

    def _place(self, key, body, marker, tags=None):
        null = self.versioning != "ENABLED"
        kept = [v for v in self.keys.get(key, []) if not (null and v.null)]
        self.keys[key] = [Version(body, null, marker, tags)] + kept

    def put(self, key, body, tags=None):
        self._place(key, body, False, tags)

    def delete(self, key):
        if self.versioning == "OFF":
            self.keys[key] = []
        else:
            self._place(key, b"", True)

    def delete_version(self, key, index):
        versions = self.keys[key]
        self.keys[key] = versions[:index] + versions[index + 1 :]

    def tag(self, key, tags):
        versions = self.keys[key]
        self.keys[key] = [versions[0].tagged(tags)] + versions[1:]

"""A packet is one string, as it is."""

import schemathesis


@schemathesis.serializer("application/jose")
def serialize(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()

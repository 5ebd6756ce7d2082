"""Makes the calls on stdin one after the other, as whoever has the key: [[service, operation, parameters], ...] -> [code, ...]."""

import json
import re
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
assert given["endpoint"].startswith("http://127.0.0.1:"), "nothing but this machine is called"
session = boto3.Session(
    aws_access_key_id=given["id"], aws_secret_access_key=given["secret"], region_name="us-east-1"
)
config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"})
answers = []
code = None


def read(response_dict, **_):
    """moto denies in XML, whatever the protocol."""
    global code
    body = response_dict["body"]
    found = re.search(rb"<Code>(\w+)</Code>", body) if isinstance(body, bytes) else None
    code = found and found.group(1).decode()


def encoded(value):
    """Files are given as text of single bytes."""
    if isinstance(value, dict):
        return {key: each.encode("latin-1") if key == "ZipFile" else encoded(each) for key, each in value.items()}
    return value


for service, operation, parameters in given["calls"]:
    client = session.client(service, endpoint_url=given["endpoint"], config=config)
    client.meta.events.register("before-parse", read)
    try:
        getattr(client, operation)(**encoded(parameters))
        answers.append("OK")
    except ClientError as error:
        answers.append(code or error.response["Error"]["Code"])
    except Exception as error:  # what the emulator does not implement has no answer that can be read
        answers.append(type(error).__name__)
json.dump(answers, sys.stdout)

"""moto_server that also tells tables and functions apart where a policy names them: its own hook, which it has for IAM alone."""

import sys
from urllib.parse import unquote

from moto.awslambda.responses import LambdaResponse
from moto.dynamodb.responses import DynamoHandler
from moto.server import main


def arn(service, account, rest):
    return f"arn:aws:{service}:us-east-1:{account}:{rest}"


def table(handler):
    body = handler.body or {}
    name = body.get("TableName") or next(iter(body.get("RequestItems", {})), None)
    given = body.get("ResourceArn", "")
    if given:
        return given
    if not name:
        return "*"
    index = f"/index/{body['IndexName']}" if "IndexName" in body else ""
    return arn("dynamodb", handler.current_account, f"table/{name}{index}")


def function(handler):
    parts = unquote(handler.path).split("/")
    if "functions" not in parts or parts.index("functions") + 1 >= len(parts):
        return "*"
    name = parts[parts.index("functions") + 1]
    if not name:
        return "*"
    return arn("lambda", handler.current_account, f"function:{name}")


DynamoHandler._determine_resource = table
LambdaResponse._determine_resource = function

if __name__ == "__main__":
    main(sys.argv[1:])

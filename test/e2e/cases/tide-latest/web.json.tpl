[
  {
    "name": "web",
    "image": "${image}",
    "essential": true,
    "portMappings": [{ "containerPort": ${port} }]
  }
]

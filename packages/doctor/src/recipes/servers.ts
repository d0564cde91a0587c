import { originPattern, type RecipeEntry } from './recipe.ts'

export const nginx: RecipeEntry = {
  title: 'nginx',
  place:
    'The maps in http { }, the rest in server { }; a location with an add_header of its own needs all of these again.',
  executed: true,
  // As patterns: nginx does not start with a longer origin as a key. An empty value sends no header.
  code: ({ credentials, methods, origins }) =>
    [
      `map $http_origin $cors_origin { "~${originPattern(origins)}" $http_origin; }`,
      ...(credentials ? ['map $cors_origin $cors_credentials { "~." true; }'] : []),
      `map $cors_origin $cors_methods { "~." "${methods.filter((each) => !each.includes('$')).join(', ')}"; }`,
      'map $cors_origin $cors_headers { "~." $http_access_control_request_headers; }',
      '',
      'proxy_hide_header Access-Control-Allow-Origin;',
      ...(credentials ? ['proxy_hide_header Access-Control-Allow-Credentials;'] : []),
      'add_header Access-Control-Allow-Origin $cors_origin always;',
      ...(credentials ? ['add_header Access-Control-Allow-Credentials $cors_credentials always;'] : []),
      'add_header Access-Control-Allow-Methods $cors_methods always;',
      'add_header Access-Control-Allow-Headers $cors_headers always;',
      'add_header Vary Origin always;',
      'if ($request_method = OPTIONS) { return 204; }',
    ].join('\n'),
}

export const caddy: RecipeEntry = {
  title: 'Caddy',
  place: 'In the block of the site, before reverse_proxy or file_server.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      `@cors header_regexp Origin ${originPattern(origins)}`,
      '@preflight method OPTIONS',
      'header +Vary Origin',
      'header @cors {',
      '  Access-Control-Allow-Origin {http.request.header.Origin}',
      ...(credentials ? ['  Access-Control-Allow-Credentials true'] : []),
      `  Access-Control-Allow-Methods "${methods.join(', ')}"`,
      '  Access-Control-Allow-Headers {http.request.header.Access-Control-Request-Headers}',
      '  defer',
      '}',
      'header {',
      '  -Access-Control-Allow-Origin',
      '  defer',
      '}',
      'respond @preflight 204',
    ].join('\n'),
}

export const apache: RecipeEntry = {
  title: 'Apache',
  place: 'In <VirtualHost>, with the modules headers, rewrite and setenvif.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      `SetEnvIf Origin "${originPattern(origins)}" CORS_ORIGIN=$0`,
      'SetEnvIf Access-Control-Request-Headers "^.+$" CORS_HEADERS=$0',
      'Header onsuccess unset Access-Control-Allow-Origin',
      'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
      ...(credentials
        ? [
            'Header onsuccess unset Access-Control-Allow-Credentials',
            'Header always set Access-Control-Allow-Credentials true env=CORS_ORIGIN',
          ]
        : []),
      `Header always set Access-Control-Allow-Methods "${methods.join(', ')}" env=CORS_ORIGIN`,
      'Header always set Access-Control-Allow-Headers "%{CORS_HEADERS}e" env=CORS_HEADERS',
      'Header always merge Vary Origin',
      'RewriteEngine On',
      'RewriteCond %{REQUEST_METHOD} =OPTIONS',
      'RewriteRule ^ - [R=204,L]',
    ].join('\n'),
}

const ifAllowed = 'if { var(txn.cors_origin) -m found }'

export const haproxy: RecipeEntry = {
  title: 'HAProxy',
  place: 'In the frontend; version 2.2 or later.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      `acl cors_origin req.hdr(Origin) -m str ${origins.join(' ')}`,
      'http-request set-var(txn.cors_origin) req.hdr(Origin) if cors_origin',
      'http-request set-var(txn.cors_headers) req.hdr(Access-Control-Request-Headers) if cors_origin',
      'http-request return status 204 if METH_OPTIONS { req.hdr(Access-Control-Request-Method) -m found }',
      'http-after-response del-header Access-Control-Allow-Origin',
      `http-after-response set-header Access-Control-Allow-Origin %[var(txn.cors_origin)] ${ifAllowed}`,
      ...(credentials
        ? [`http-after-response set-header Access-Control-Allow-Credentials true ${ifAllowed}`]
        : []),
      `http-after-response set-header Access-Control-Allow-Methods "${methods.join(', ')}" ${ifAllowed}`,
      'http-after-response set-header Access-Control-Allow-Headers %[var(txn.cors_headers)] if { var(txn.cors_headers) -m found }',
      'http-after-response add-header Vary Origin',
    ].join('\n'),
}

export const traefik: RecipeEntry = {
  title: 'Traefik',
  place: 'In the dynamic configuration; name the middleware in the router.',
  executed: false,
  code: ({ credentials, headerNames, methods, origins }) =>
    [
      'http:',
      '  middlewares:',
      '    cors:',
      '      headers:',
      '        accessControlAllowOriginList:',
      ...origins.map((origin) => `          - ${origin}`),
      `        accessControlAllowMethods: [${methods.join(', ')}]`,
      `        accessControlAllowHeaders: [${headerNames.join(', ')}]`,
      ...(credentials ? ['        accessControlAllowCredentials: true'] : []),
      '        addVaryHeader: true',
    ].join('\n'),
}

export const s3: RecipeEntry = {
  title: 'Amazon S3',
  place:
    'Permissions of the bucket, Cross-origin resource sharing. A CDN in front has to forward `Origin`, or it caches answers without the headers.',
  executed: false,
  code: ({ methods, origins }) => {
    const known = methods.filter((each) => ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].includes(each))
    const rule = {
      AllowedOrigins: origins,
      AllowedMethods: known,
      AllowedHeaders: ['*'],
      MaxAgeSeconds: 3600,
    }
    return `[${JSON.stringify(rule)}]`
  },
}

export const cloudfront: RecipeEntry = {
  title: 'CloudFront',
  place:
    'A response headers policy of the behaviour, whose allowed methods have to include OPTIONS; and the origin request policy CORS-CustomOrigin.',
  executed: false,
  code: ({ credentials, headerNames, methods, origins }) =>
    [
      'CorsConfig:',
      `  AccessControlAllowOrigins: { Items: [${origins.join(', ')}] }`,
      `  AccessControlAllowMethods: { Items: [${[...methods, 'OPTIONS'].join(', ')}] }`,
      `  AccessControlAllowHeaders: { Items: [${headerNames.join(', ')}] }`,
      `  AccessControlAllowCredentials: ${credentials}`,
      '  OriginOverride: true',
    ].join('\n'),
}

export const apiGateway: RecipeEntry = {
  title: 'API Gateway',
  place:
    'An HTTP API (SAM). A REST API needs an OPTIONS method for each resource, gateway responses with the headers for 4XX and 5XX, and the headers from the function itself.',
  executed: false,
  code: ({ credentials, headerNames, methods, origins }) =>
    [
      'CorsConfiguration:',
      `  AllowOrigins: [${origins.join(', ')}]`,
      `  AllowMethods: [${methods.join(', ')}]`,
      `  AllowHeaders: [${headerNames.join(', ')}]`,
      ...(credentials ? ['  AllowCredentials: true'] : []),
    ].join('\n'),
}

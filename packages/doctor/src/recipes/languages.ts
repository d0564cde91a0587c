import { listed, type RecipeEntry } from './recipe.ts'

const doubled = (values: readonly string[]): string => values.map((each) => JSON.stringify(each)).join(', ')

export const spring: RecipeEntry = {
  title: 'Spring',
  place:
    'A bean; with Spring Security also `http.cors(Customizer.withDefaults())`, or its filters answer the preflight first.',
  executed: false,
  code: ({ credentials, methods, origins }) =>
    [
      '@Bean',
      'CorsConfigurationSource corsConfigurationSource() {',
      '  var cors = new CorsConfiguration();',
      `  cors.setAllowedOrigins(List.of(${doubled(origins)}));`,
      `  cors.setAllowedMethods(List.of(${doubled(methods)}));`,
      '  cors.setAllowedHeaders(List.of("*"));',
      ...(credentials ? ['  cors.setAllowCredentials(true);'] : []),
      '  var source = new UrlBasedCorsConfigurationSource();',
      '  source.registerCorsConfiguration("/**", cors);',
      '  return source;',
      '}',
    ].join('\n'),
}

export const fastapi: RecipeEntry = {
  title: 'FastAPI',
  place:
    'Added last, so that it is the outermost; an exception that nothing handles still answers without the headers.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      'from fastapi.middleware.cors import CORSMiddleware',
      '',
      'app.add_middleware(',
      '    CORSMiddleware,',
      `    allow_origins=${listed(origins)},`,
      `    allow_methods=${listed(methods)},`,
      "    allow_headers=['*'],",
      ...(credentials ? ['    allow_credentials=True,'] : []),
      ')',
    ].join('\n'),
}

export const django: RecipeEntry = {
  title: 'Django',
  place: 'settings.py, with django-cors-headers; the middleware stands first.',
  executed: true,
  code: ({ credentials, headerNames, origins }) =>
    [
      'from corsheaders.defaults import default_headers',
      '',
      "INSTALLED_APPS = [*dict.fromkeys([*INSTALLED_APPS, 'corsheaders'])]",
      "cors = 'corsheaders.middleware.CorsMiddleware'",
      'MIDDLEWARE = [cors, *(each for each in MIDDLEWARE if each != cors)]',
      'CORS_ALLOW_ALL_ORIGINS = False',
      `CORS_ALLOWED_ORIGINS = ${listed(origins)}`,
      `CORS_ALLOW_HEADERS = [*default_headers, ${headerNames.map((each) => `'${each}'`).join(', ')}]`,
      ...(credentials ? ['CORS_ALLOW_CREDENTIALS = True', `CSRF_TRUSTED_ORIGINS = ${listed(origins)}`] : []),
    ].join('\n'),
}

export const flask: RecipeEntry = {
  title: 'Flask',
  place: 'After `app = Flask(…)`; needs no extension.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      'from flask import request',
      `ORIGINS = ${listed(origins)}`,
      '@app.before_request',
      'def preflight():',
      "    if request.method == 'OPTIONS' and 'Access-Control-Request-Method' in request.headers:",
      "        return '', 204",
      '@app.after_request',
      'def cors(response):',
      "    response.headers.add('Vary', 'Origin')",
      "    if request.headers.get('Origin') in ORIGINS:",
      "        response.headers['Access-Control-Allow-Origin'] = request.headers['Origin']",
      ...(credentials ? ["        response.headers['Access-Control-Allow-Credentials'] = 'true'"] : []),
      `        response.headers['Access-Control-Allow-Methods'] = '${methods.join(', ')}'`,
      "        response.headers['Access-Control-Allow-Headers'] = request.headers.get('Access-Control-Request-Headers', '')",
      '    return response',
    ].join('\n'),
}

export const go: RecipeEntry = {
  title: 'Go',
  place: 'In main(), before ListenAndServe; `handler` is what you serve, such as your mux. Needs no package.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      `allowed := map[string]bool{${origins.map((each) => `${JSON.stringify(each)}: true`).join(', ')}}`,
      'next := handler',
      'handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {',
      '\tw.Header().Add("Vary", "Origin")',
      '\tif origin := r.Header.Get("Origin"); allowed[origin] {',
      '\t\tw.Header().Set("Access-Control-Allow-Origin", origin)',
      ...(credentials ? ['\t\tw.Header().Set("Access-Control-Allow-Credentials", "true")'] : []),
      `\t\tw.Header().Set("Access-Control-Allow-Methods", "${methods.join(', ')}")`,
      '\t\tw.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))',
      '\t}',
      '\tif r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {',
      '\t\tw.WriteHeader(http.StatusNoContent)',
      '\t\treturn',
      '\t}',
      '\tnext.ServeHTTP(w, r)',
      '})',
    ].join('\n'),
}

export const rails: RecipeEntry = {
  title: 'Rails',
  place: 'config/initializers/cors.rb, with the gem rack-cors.',
  executed: false,
  code: ({ credentials, methods, origins }) =>
    [
      'Rails.application.config.middleware.insert_before 0, Rack::Cors do',
      '  allow do',
      `    origins ${doubled(origins)}`,
      `    resource "*", headers: :any, methods: %i[${methods.map((each) => each.toLowerCase()).join(' ')}]${credentials ? ', credentials: true' : ''}`,
      '  end',
      'end',
    ].join('\n'),
}

export const laravel: RecipeEntry = {
  title: 'Laravel',
  place: 'config/cors.php; the paths have to cover the one that is called.',
  executed: false,
  code: ({ area, credentials, origins }) =>
    [
      'return [',
      `    'paths' => ['${area === '' ? '*' : `${area}/*`}', 'sanctum/csrf-cookie'],`,
      "    'allowed_methods' => ['*'],",
      `    'allowed_origins' => ${listed(origins)},`,
      "    'allowed_headers' => ['*'],",
      `    'supports_credentials' => ${credentials},`,
      '];',
    ].join('\n'),
}

export const php: RecipeEntry = {
  title: 'PHP',
  place: 'At the very top, before any output.',
  executed: true,
  code: ({ credentials, methods, origins }) =>
    [
      '<?php',
      "header('Vary: Origin', false);",
      `if (in_array($_SERVER['HTTP_ORIGIN'] ?? '', ${listed(origins)}, true)) {`,
      "  header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);",
      ...(credentials ? ["  header('Access-Control-Allow-Credentials: true');"] : []),
      `  header('Access-Control-Allow-Methods: ${methods.join(', ')}');`,
      "  header('Access-Control-Allow-Headers: ' . ($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS'] ?? ''));",
      '}',
      "if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') { http_response_code(204); exit; }",
      '?>',
    ].join('\n'),
}

-- fails before anything is done where pgvector is missing{% if checks_version %} or older than {{ feature.since[0] }}.{{ feature.since[1] }}{% endif %}

DO $refract$
DECLARE
    _version text := (SELECT extversion FROM pg_extension WHERE {% with extension_name = "vector" | literal %}{% include "catalog/extension.sql" %}{% endwith %});
BEGIN
{% if creates %}
    IF _version IS NULL THEN
        _version := (SELECT default_version FROM pg_available_extensions WHERE name = 'vector');
    END IF;
{% endif %}
    IF _version IS NULL THEN
{% if creates %}
        RAISE EXCEPTION 'this migration needs pgvector, and this server does not have it'
            USING HINT = format('Install it there, on Debian or Ubuntu with apt install postgresql-%s-pgvector, elsewhere as https://github.com/pgvector/pgvector#installation says.', current_setting('server_version_num')::integer / 10000);
{% else %}
        RAISE EXCEPTION 'this migration needs pgvector, and this database does not have it'
            USING HINT = 'Run CREATE EXTENSION vector, after https://github.com/pgvector/pgvector#installation where the server does not have it either.';
{% endif %}
    END IF;
{% if checks_version %}
    IF regexp_match(_version, '^(\d+)\.(\d+)')::integer[] < '{ {{- feature.since[0] }},{{ feature.since[1] -}} }' THEN
        RAISE EXCEPTION 'this migration needs pgvector {{ feature.since[0] }}.{{ feature.since[1] }} or newer for {{ feature.name | comment }}, and this database has %', _version
            USING HINT = 'Install a newer pgvector on the server, and run ALTER EXTENSION vector UPDATE.';
    END IF;
{% endif %}
{% if not moves %}
    IF to_regtype({{ type_name | literal }}) IS NULL{% if creates %} AND EXISTS (SELECT FROM pg_extension WHERE {% with extension_name = "vector" | literal %}{% include "catalog/extension.sql" %}{% endwith %}){% endif %} THEN
{% if schema is none %}
        RAISE EXCEPTION 'pgvector is in schema %, which is not on the search_path (%)', (SELECT extnamespace::regnamespace FROM pg_extension WHERE {% with extension_name = "vector" | literal %}{% include "catalog/extension.sql" %}{% endwith %}), current_setting('search_path')
            USING HINT = 'Write the schema with the type in schema.prisma, such as Unsupported("extensions.vector(3)"), or put it on the search_path.';
{% else %}
        RAISE EXCEPTION 'pgvector is in schema %, and this migration looks for it in {{ schema | comment }}', (SELECT extnamespace::regnamespace FROM pg_extension WHERE {% with extension_name = "vector" | literal %}{% include "catalog/extension.sql" %}{% endwith %})
            USING HINT = 'Write that schema with the types in schema.prisma.';
{% endif %}
    END IF;
{% endif %}
END
$refract$;

{% extends form %}
{% block guard %}{% include "catalog/object.sql" %}{% endblock %}
{% block statement %}
{% set sets_path = object.search_path is not none %}
{% set has_body = object.kind == "function" and object.stands_on.body %}
{% if (sets_path or has_body) and form == "_guarded.sql" %}
DECLARE
{% if sets_path %}
    _path text := current_setting('search_path');
{% endif %}
{% if has_body %}
    _bodies text := current_setting('check_function_bodies');    -- a body is read when it runs
{% endif %}
BEGIN
{% if sets_path %}
    PERFORM set_config('search_path', {{ object.search_path | literal }}, true);
{% endif %}
{% if has_body %}
    PERFORM set_config('check_function_bodies', 'off', true);
{% endif %}
{% for statement in object | made_again %}
    {{ statement }};
{% endfor %}
{% if has_body %}
    PERFORM set_config('check_function_bodies', _bodies, true);
{% endif %}
{% if sets_path %}
    PERFORM set_config('search_path', _path, true);
{% endif %}
END;
{% else %}
{% for statement in object | made_again %}
{{ statement }};
{% endfor %}
{% endif %}
{% if object.kind in ["view", "materialized_view"] and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM pg_class
            WHERE oid = {{ object.name | to_regclass }}
              AND nullif(current_setting('refract.v' || md5({{ object.name | regname }}), true), '') <> {% filter continued(18) %}{% include "catalog/rights.sql" %}{% endfilter %}) THEN
{% include "_other_rights.sql" %}
END IF;
{% elif object.kind == "function" and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM pg_proc
            WHERE oid = to_regprocedure({{ object | routine }})
              AND nullif(current_setting('refract.f' || md5({{ object | routine }}), true), '') <> {% filter continued(18) %}{% include "catalog/rights.sql" %}{% endfilter %}) THEN
{% include "_other_rights.sql" %}
END IF;
{% endif %}
{% endblock %}

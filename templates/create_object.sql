{% extends form %}
{% block guard %}{% include "catalog/object.sql" %}{% endblock %}
{% block statement %}
{% set sets_path = object.search_path is not none %}
{% set has_body = object.kind == "function" and object.dependencies.body %}
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
{% for statement in object | recreated %}
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
{% for statement in object | recreated %}
{{ statement }};
{% endfor %}
{% endif %}
{% if object.kind in ["view", "materialized_view", "function", "domain", "type"] and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM {% include "catalog/rights_of.sql" %}

              AND nullif(current_setting({% include "catalog/rights_kept.sql" %}, true), '') <> {% filter continued(18) %}{% include "catalog/rights.sql" %}{% endfilter %}) THEN
    RAISE EXCEPTION {{ (object.name,) | message("%s had another owner, other privileges or another comment than its migrations give it") }}
        USING HINT = 'Write what was changed by hand as a migration, and generate this one again.';
END IF;
{% endif %}
{% endblock %}

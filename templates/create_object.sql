{% extends form %}
{% block guard %}{% include "catalog/object.sql" %}{% endblock %}
{% block statement %}
{% if object.search_path is not none and form == "_guarded.sql" %}
DECLARE
    _path text := current_setting('search_path');
BEGIN
    PERFORM set_config('search_path', {{ object.search_path | literal }}, true);
{% for statement in object | made_again %}
    {{ statement }};
{% endfor %}
    PERFORM set_config('search_path', _path, true);
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
    RAISE EXCEPTION {{ (object.name,) | message("%s had another owner, other privileges or another comment than its migrations give it") }}
        USING HINT = 'Write what was changed by hand as a migration, and generate this one again.';
END IF;
{% elif object.kind == "function" and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM pg_proc
            WHERE oid = to_regprocedure({{ object | routine }})
              AND nullif(current_setting('refract.f' || md5({{ object | routine }}), true), '') <> {% filter continued(18) %}{% include "catalog/rights.sql" %}{% endfilter %}) THEN
    RAISE EXCEPTION {{ (object.name,) | message("%s had another owner, other privileges or another comment than its migrations give it") }}
        USING HINT = 'Write what was changed by hand as a migration, and generate this one again.';
END IF;
{% endif %}
{% endblock %}

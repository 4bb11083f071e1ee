{% if dependents is defined %}
{% for object in dependents.making_way %}
{% if object.kind in ["view", "materialized_view"] and form == "_guarded.sql" %}
PERFORM set_config('refract.v' || md5({{ object.name | regname }}), {% filter continued(8) %}{% include "catalog/rights.sql" %}{% endfilter %}, true)
   FROM pg_class WHERE oid = {{ object.name | to_regclass }};
{% elif object.kind == "function" and form == "_guarded.sql" %}
PERFORM set_config('refract.f' || md5({{ object | routine }}), {% filter continued(8) %}{% include "catalog/rights.sql" %}{% endfilter %}, true)
   FROM pg_proc WHERE oid = to_regprocedure({{ object | routine }});
{% endif %}
{% for statement in [object] | drop_statements %}
{% if object.kind == "published_table" and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM {% include "catalog/published_table.sql" %}) THEN
    {{ statement }};
END IF;
{% else %}
{{ statement }};
{% endif %}
{% endfor %}
{% endfor %}
{% endif %}

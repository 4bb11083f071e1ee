{% if dependents is defined %}
{% for object in dependents.making_way %}
{% if object.kind in ["view", "materialized_view"] and form == "_guarded.sql" %}
PERFORM set_config('refract.v' || md5({{ object.name | regname }}), ({% with name = object.name %}{% filter continued(4) %}

{% include "catalog/rights.sql" %}{% endfilter %}{% endwith %}), true);
{% endif %}
{% for statement in [object] | drop_statements %}
{{ statement }};
{% endfor %}
{% endfor %}
{% endif %}

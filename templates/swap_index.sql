{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_index
            WHERE {% with relation = new_name | to_regclass %}{% include "catalog/index.sql" %}{% endwith %} AND indrelid = {{ table | regclass }} AND indisvalid){% endblock %}
{% block statement %}
{% include "_take_place_of_index.sql" %}
{% with index = after %}{% include "_index_roles.sql" %}{% endwith %}
{% endblock %}

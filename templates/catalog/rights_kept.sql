{#- The setting that keeps them until the thing is made again. -#}
{% if object.kind == "function" %}'refract.f' || md5({{ object | routine }})
{%- elif object.kind in ["domain", "type"] %}'refract.t' || md5({{ object.name | regname }})
{%- else %}'refract.v' || md5({{ object.name | regname }})
{%- endif %}
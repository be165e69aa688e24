"""The API at / and at /api/, the admin at /admin/, the API's description at /docs/."""

from django.urls import include, path, re_path
from django.utils.module_loading import autodiscover_modules
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerView

import accounts.urls
import files.urls
import imports.urls
import production.urls
from kitsu_site.admin import site
from kitsu_site.api import events, status
from kitsu_site.api.routers import Router, Routes

# Loaded with the routes, not at the start of each process: most commands need neither.
autodiscover_modules("admin", register_to=site)

router = Router()
status.register(router)
events.register(router)
for app in (accounts.urls, production.urls, files.urls, imports.urls):
    app.register(router)

api = [
    path("", status.Status.as_view({"get": "root"}), name="root"),
    re_path("^openapi\\.json/?$", SpectacularJSONAPIView.as_view(), name="openapi"),
    Routes(router.urls),
]

urlpatterns = [
    path("admin/", site.urls),
    path("docs/", SpectacularSwaggerView.as_view(url_name="openapi"), name="docs"),
    path("api/", include((api, "api"), namespace="api")),
    *api,
]

handler400 = "kitsu_site.api.errors.bad_request"
handler403 = "kitsu_site.api.errors.forbidden"
handler404 = "kitsu_site.api.errors.not_found"
handler500 = "kitsu_site.api.errors.server_error"

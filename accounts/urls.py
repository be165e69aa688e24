"""The routes of people, departments and sign-in."""

from accounts.api import (
    auth,
    avatars,
    config,
    custom_actions,
    day_offs,
    departments,
    equipment,
    login_logs,
    organisations,
    persons,
    plugins,
    salary_scales,
    single_sign_on,
    studios,
    two_factors,
)


def register(router):
    router.register("", config.Config)
    router.register("auth", auth.Sessions)
    router.register("auth", auth.Passwords)
    router.register("auth", two_factors.TwoFactors)
    router.register("auth", single_sign_on.SingleSignOn)

    router.register("data/persons", persons.PersonViewSet)
    router.register("data/persons", day_offs.PersonDayOffs)
    router.register("actions/persons", persons.PersonActions)
    router.register("actions/user", persons.OwnActions)
    router.register("data/user", day_offs.OwnDayOffs)
    router.register("data/day-offs", day_offs.DayOffViewSet)
    router.register("", login_logs.DesktopLogins)
    router.register("", login_logs.LoginLogs)

    router.register("data/departments", departments.DepartmentViewSet)
    router.register("data/departments", departments.DepartmentEquipment)
    router.register("data/hardware-items", equipment.HardwareItemViewSet)
    router.register("data/softwares", equipment.SoftwareViewSet)
    router.register("data/salary-scales", salary_scales.SalaryScaleViewSet)
    router.register("data/studios", studios.StudioViewSet)
    router.register("data/organisations", organisations.OrganisationViewSet)
    router.register("data/custom-actions", custom_actions.CustomActionViewSet)
    router.register("data/plugins", plugins.PluginViewSet)
    avatars.register(router)

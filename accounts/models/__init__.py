from .custom_action import CustomAction
from .day_off import DayOff
from .department import Department
from .device import MailDevice, RecoveryCode, RecoveryDevice
from .equipment import HardwareItem, HardwareItemDepartmentLink, Software, SoftwareDepartmentLink
from .login_log import DesktopLoginLog, LoginLog
from .organisation import Organisation
from .person import DepartmentLink, Person, Position, Seniority
from .plugin import Plugin
from .salary_scale import SalaryScale
from .studio import Studio
from .token import IssuedToken, MailedCode, PasswordReset, RevokedToken, TokenGeneration

__all__ = [
    "CustomAction",
    "DayOff",
    "Department",
    "DepartmentLink",
    "DesktopLoginLog",
    "HardwareItem",
    "HardwareItemDepartmentLink",
    "IssuedToken",
    "LoginLog",
    "MailDevice",
    "MailedCode",
    "Organisation",
    "PasswordReset",
    "Person",
    "Plugin",
    "Position",
    "RecoveryCode",
    "RecoveryDevice",
    "RevokedToken",
    "SalaryScale",
    "Seniority",
    "Software",
    "SoftwareDepartmentLink",
    "Studio",
    "TokenGeneration",
]

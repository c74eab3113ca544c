"""On Windows a job object holds a child's memory; elsewhere the child limits itself (resource.setrlimit)."""

from __future__ import annotations

import sys
from collections.abc import Callable

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _PROCESS_MEMORY = 0x100
    _KILL_ON_CLOSE = 0x2000
    _SET_QUOTA_AND_TERMINATE = 0x0101

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, flat."""

        _fields_ = [
            ("times", ctypes.c_int64 * 2),
            ("flags", wintypes.DWORD),
            ("working_set", ctypes.c_size_t * 2),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("classes", wintypes.DWORD * 2),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peaks", ctypes.c_size_t * 2),
        ]

    def hold_in_job(pid: int, memory_bytes: int) -> Callable[[], object]:
        """Limit what a process may commit; the answer lets the job go, and with it any process still in it.

        A job that cannot be made is no reason to refuse the file: the clock still stops the child.
        """
        kernel = ctypes.windll.kernel32
        kernel.CreateJobObjectW.restype = kernel.OpenProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        process = wintypes.HANDLE(kernel.OpenProcess(_SET_QUOTA_AND_TERMINATE, False, pid))
        limits = _Limits(flags=_PROCESS_MEMORY | _KILL_ON_CLOSE, process_memory=memory_bytes)
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, process)
        kernel.CloseHandle(process)
        return lambda: kernel.CloseHandle(job)

else:

    def hold_in_job(pid: int, memory_bytes: int) -> Callable[[], object]:  # noqa: ARG001  (the Windows one uses them)
        """Nothing to hold and nothing to let go."""
        return lambda: None

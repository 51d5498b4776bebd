"""What a notebook may try to leave behind for the next one, and a look at whether it has."""

# Everything that is asked of each process that can be named
EVERYWHERE = """import ctypes, os, platform, resource, signal, socket
libc = ctypes.CDLL(None)
numbers = {"x86_64": (248, 250), "aarch64": (217, 219)}
ADD_KEY, KEYCTL = numbers.get(platform.machine(), (-1, -1))
pids = [int(name) for name in os.listdir("/proc") if name.isdigit()] + [os.getppid()]
def each(call):
    for pid in pids:
        try:
            call(pid)
        except (OSError, ValueError):
            pass
FOLDERS = ("/", "/tmp", "/tmp/home", "/tmp/work", "/tmp/line", "/dev", "/dev/shm", "/dev/pts")
NODES = ("/dev/null", "/dev/zero", "/dev/pts/ptmx", "/dev/tty")
"""
# by what is left
LEAVES = {
    "limits": "each(lambda pid: resource.prlimit(pid, resource.RLIMIT_NOFILE, (99, 99)))",
    "memory": "each(lambda pid: resource.prlimit(pid, resource.RLIMIT_AS, (2**40, 2**40)))",
    "priorities": "each(lambda pid: pid == os.getpid() or os.setpriority(0, pid, 19))",
    "scheduling": "each(lambda pid: os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0)))",
    "processors": "each(lambda pid: os.sched_setaffinity(pid, {min(os.sched_getaffinity(0))}))",
    "victims": "each(lambda pid: open(f'/proc/{pid}/oom_score_adj', 'w').write('1000'))",
    "signals": "each(lambda pid: pid in (0, os.getpid()) or os.kill(pid, signal.SIGSTOP))",
    "files": "for place in FOLDERS[1:5] + FOLDERS[6:7]: open(place + '/left', 'w').close()",
    "folders": "os.rename('/tmp/home', '/tmp/gone'); os.symlink('/etc', '/tmp/home')",
    "modes": """for place in FOLDERS:
    try:
        os.chmod(place, os.stat(place).st_mode & 0o555)
    except OSError:
        pass""",
    # Never to be tried without a room: root's would be the computer's own.
    "devices": """for place in NODES:
    try:
        os.chmod(place, os.stat(place).st_mode & 0o555)
    except OSError:
        pass""",
    "attributes": "os.setxattr('/tmp/work', 'user.left', b'1')",
    "processes": """if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        os.execvp('sleep', ['sleep', '600'])
    os._exit(0)""",
    "shared memory": "print(libc.shmget(4711, 4096, 0o1666) >= 0)",
    "semaphores": "print(libc.semget(4711, 1, 0o1666) >= 0)",
    "messages": "print(libc.msgget(4711, 0o1666) >= 0)",
    "keys": "_ = libc.syscall(ADD_KEY, b'user', b'left', b'1', 1, -4)",
    "keys of the session": "_ = libc.syscall(ADD_KEY, b'user', b'left', b'1', 1, -3)",
    "sockets": """if os.fork() == 0:
    kept = socket.socket(socket.AF_UNIX)
    kept.bind('\\0left')
    kept.listen()
    signal.pause()""",
}
# Prints all that any of them could have changed.
LOOK = (
    EVERYWHERE
    + """kinds = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
print([resource.getrlimit(getattr(resource, kind)) for kind in kinds if kind != "RLIMIT_DATA"])
print(os.getpriority(0, 0), os.sched_getscheduler(0), os.sched_getaffinity(0), os.umask(0o22))
print(open("/proc/self/oom_score_adj").read())
for place in FOLDERS + NODES:
    about = os.lstat(place)
    print(place, oct(about.st_mode), about.st_uid, about.st_gid)
for place in FOLDERS[1:5] + FOLDERS[6:7]:
    # The sockets of a kernel have names of their own.
    names = [name for name in os.listdir(place) if "-" not in name]
    print(place, sorted(names), os.listxattr(place))
for table in ("shm", "sem", "msg"):
    print(open(f"/proc/sysvipc/{table}").read().count("\\n"))
print(len([pid for pid in pids if pid]), "processes")
print(libc.syscall(KEYCTL, 10, -4, b"user", b"left", 0) >= 0)
print(libc.syscall(KEYCTL, 10, -3, b"user", b"left", 0) >= 0)
print("@left" in open("/proc/net/unix").read())
"""
)

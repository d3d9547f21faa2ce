<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>vitrine::gui</name>
    <message>
        <source>%1 of %2 cores</source>
        <translation>%1 / %2 个核心</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 个核心</translation>
    </message>
    <message>
        <source>cache %1</source>
        <translation>缓存 %1</translation>
    </message>
    <message>
        <source>kernel %1</source>
        <translation>内核 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>已拒绝 %1</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>read %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>无网络</translation>
    </message>
    <message>
        <source>down %1</source>
        <translation>下行 %1</translation>
    </message>
    <message>
        <source>up %1</source>
        <translation>上行 %1</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>结束时</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>限制 %1</translation>
    </message>
    <message>
        <source>Throttled: its CPU time was used up</source>
        <translation>已限速：CPU 时间已用完</translation>
    </message>
    <message>
        <source>Slowed down: above the soft limit of memory</source>
        <translation>已减速：超过内存软限制</translation>
    </message>
    <message>
        <source>Limit changed</source>
        <translation>限制已更改</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>已启动</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU 时间</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>CPU 权重</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>核心</translation>
    </message>
    <message>
        <source>Memory, hard limit</source>
        <translation>内存硬限制</translation>
    </message>
    <message>
        <source>Memory, soft limit</source>
        <translation>内存软限制</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>Disk write · %1</source>
        <translation>磁盘写入 · %1</translation>
    </message>
    <message>
        <source>Disk read · %1</source>
        <translation>磁盘读取 · %1</translation>
    </message>
    <message>
        <source>Writes a second · %1</source>
        <translation>每秒写入次数 · %1</translation>
    </message>
    <message>
        <source>Reads a second · %1</source>
        <translation>每秒读取次数 · %1</translation>
    </message>
    <message>
        <source>Disk weight</source>
        <translation>磁盘权重</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>1 process</source>
        <translation>1 个进程</translation>
    </message>
    <message>
        <source>%1 processes</source>
        <translation>%1 个进程</translation>
    </message>
    <message>
        <source>signal %1 (%2)</source>
        <translation>信号 %1（%2）</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>信号 %1</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Preparing %1 %</source>
        <translation>正在准备 %1 %</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped %1</source>
        <translation>已停止 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Could not start: %1</source>
        <translation>无法启动：%1</translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>已结束：%1</translation>
    </message>
    <message>
        <source>out of memory at %1</source>
        <translation>内存不足，上限 %1</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>退出码 %1</translation>
    </message>
    <message>
        <source>nobody was there to see how</source>
        <translation>没有记录到结束方式</translation>
    </message>
    <message>
        <source>Not started yet · %1</source>
        <translation>尚未启动 · %1</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Paused · %1</source>
        <translation>已暂停 · %1</translation>
    </message>
    <message>
        <source>Running · %1 · %2</source>
        <translation>运行中 · %1 · %2</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>ended badly</source>
        <translation>异常结束</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 小时前</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>于 %1</translation>
    </message>
    <message>
        <source>app</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Memory nearly full</source>
        <translation>内存即将用尽</translation>
    </message>
    <message>
        <source>used at most %1</source>
        <translation>最多使用 %1</translation>
    </message>
    <message>
        <source>Control groups</source>
        <translation>控制组</translation>
    </message>
    <message>
        <source>version 2: %1</source>
        <translation>版本 2：%1</translation>
    </message>
    <message>
        <source>version 2 is not mounted</source>
        <translation>未挂载版本 2</translation>
    </message>
    <message>
        <source>%1: %2 are bound to version 1</source>
        <translation>%1：%2 绑定在版本 1 上</translation>
    </message>
    <message>
        <source>Limits need version 2: add %1 to the kernel command line and restart.</source>
        <translation>限制需要版本 2：请将 %1 加入内核命令行并重新启动。</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Helper</source>
        <translation>助手服务</translation>
    </message>
    <message>
        <source>The helper starts containers. It comes with Vitrine&apos;s package and starts by itself when it is asked; it can also be started by hand.</source>
        <translation>助手服务负责启动容器。它随 Vitrine 软件包提供，被请求时会自动启动，也可以手动启动。</translation>
    </message>
    <message>
        <source>this computer&apos;s programs and libraries</source>
        <translation>本机的程序和库</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>/home, /root, /var</source>
        <translation>/home、/root、/var</translation>
    </message>
    <message>
        <source>the container&apos;s own; kept until it is deleted</source>
        <translation>容器私有；保留到容器被删除</translation>
    </message>
    <message>
        <source>private</source>
        <translation>私有</translation>
    </message>
    <message>
        <source>folder %1 · changes go to a layer of the container&apos;s own</source>
        <translation>文件夹 %1 · 更改写入容器自己的层</translation>
    </message>
    <message>
        <source>unpacked from %1 · the container&apos;s own</source>
        <translation>从 %1 解包 · 容器私有</translation>
    </message>
    <message>
        <source>read and write</source>
        <translation>读写</translation>
    </message>
    <message>
        <source>temporary, %1</source>
        <translation>临时，%1</translation>
    </message>
    <message>
        <source>folder %1</source>
        <translation>文件夹 %1</translation>
    </message>
    <message>
        <source>/run, /dev/shm</source>
        <translation>/run、/dev/shm</translation>
    </message>
    <message>
        <source>/tmp, /run, /dev/shm</source>
        <translation>/tmp、/run、/dev/shm</translation>
    </message>
    <message>
        <source>temporary; gone when it ends</source>
        <translation>临时；结束后消失</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Files from</source>
        <translation>文件来源</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Runs as</source>
        <translation>运行身份</translation>
    </message>
    <message>
        <source>Disk limits</source>
        <translation>磁盘限制</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>主机名</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>Keyboard input</source>
        <translation>键盘输入</translation>
    </message>
    <message>
        <source>Throw away when it ends</source>
        <translation>结束后丢弃</translation>
    </message>
    <message>
        <source>Time to stop</source>
        <translation>停止时限</translation>
    </message>
    <message>
        <source>What the container is called here and on the command line.</source>
        <translation>容器在此处和命令行中的名称。</translation>
    </message>
    <message>
        <source>The program and its arguments, quoted as in a shell. No shell is started for it.</source>
        <translation>程序及其参数，引号规则与 shell 相同。不会为它启动 shell。</translation>
    </message>
    <message>
        <source>Which files the command sees as its root file system. They are never changed: what it writes goes to a layer of its own.</source>
        <translation>命令看到的根文件系统来自哪里。这些文件永远不会被更改：写入的内容会进入它自己的层。</translation>
    </message>
    <message>
        <source>The folder or archive that becomes the root file system.</source>
        <translation>作为根文件系统的文件夹或归档。</translation>
    </message>
    <message>
        <source>Isolated: root inside is nobody outside. Me: what it does outside, it does as you.</source>
        <translation>隔离：容器内的 root 在外部没有任何身份。本人：它在外部以您的身份行事。</translation>
    </message>
    <message>
        <source>None: only the loopback device. Private: a virtual cable to this computer, with internet access.</source>
        <translation>无：只有回环设备。私有：一条连到本机的虚拟网线，可访问互联网。</translation>
    </message>
    <message>
        <source>How much CPU time it may use, in cores: 0.5 is half of one core.</source>
        <translation>可使用的 CPU 时间，以核心计：0.5 即半个核心。</translation>
    </message>
    <message>
        <source>Its share when containers compete for the CPU. 100 is ordinary, 200 is twice as much.</source>
        <translation>多个容器争用 CPU 时它的份额。100 为普通，200 为两倍。</translation>
    </message>
    <message>
        <source>The cores that it may run on, such as 0-2,5.</source>
        <translation>允许使用的核心，例如 0-2,5。</translation>
    </message>
    <message>
        <source>It cannot use more than this: at the limit the kernel ends one of its processes.</source>
        <translation>不能超过此值：达到上限时内核会终止它的一个进程。</translation>
    </message>
    <message>
        <source>Above this it is slowed down and its memory is reclaimed, but nothing is ended.</source>
        <translation>超过此值会减速并回收内存，但不会终止进程。</translation>
    </message>
    <message>
        <source>How much of its memory may be moved to disk. 0 means none.</source>
        <translation>允许多少内存移到磁盘。0 表示不允许。</translation>
    </message>
    <message>
        <source>How many processes and threads may exist at once, with process 1. More are refused.</source>
        <translation>同时允许存在的进程和线程数，包括 1 号进程。更多的会被拒绝。</translation>
    </message>
    <message>
        <source>Its share when containers compete for a disk. 100 is ordinary.</source>
        <translation>多个容器争用磁盘时它的份额。100 为普通。</translation>
    </message>
    <message>
        <source>The most that it may read and write on one disk each second.</source>
        <translation>每秒在一块磁盘上最多读写多少。</translation>
    </message>
    <message>
        <source>Devices of this computer that it may use. An administrator has to agree.</source>
        <translation>允许使用的本机设备。需要管理员同意。</translation>
    </message>
    <message>
        <source>Folders of yours that it sees, and temporary ones that vanish when it ends.</source>
        <translation>它能看到的您的文件夹，以及结束后消失的临时文件夹。</translation>
    </message>
    <message>
        <source>Environment variables for the command. Nothing of your own environment is passed on.</source>
        <translation>命令的环境变量。您自己的环境不会被传入。</translation>
    </message>
    <message>
        <source>The user inside who runs the command: a name, or a number.</source>
        <translation>容器内运行命令的用户：名称或编号。</translation>
    </message>
    <message>
        <source>The folder inside in which the command starts.</source>
        <translation>命令启动时所在的容器内文件夹。</translation>
    </message>
    <message>
        <source>What the container calls itself; its name when empty.</source>
        <translation>容器的自称；为空时使用其名称。</translation>
    </message>
    <message>
        <source>The installed app that it runs.</source>
        <translation>它运行的已安装应用。</translation>
    </message>
    <message>
        <source>Gives the command a terminal of its own.</source>
        <translation>为命令提供自己的终端。</translation>
    </message>
    <message>
        <source>Keeps the command&apos;s input open, so that you can type to it.</source>
        <translation>保持命令的输入打开，以便您键入内容。</translation>
    </message>
    <message>
        <source>Deletes the container, with what it wrote, as soon as it ends.</source>
        <translation>容器一结束就连同其写入的内容一起删除。</translation>
    </message>
    <message>
        <source>How long it may take to end by itself when stopped, before it is forced.</source>
        <translation>停止时允许它自行结束的时间，之后将强制结束。</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 不存在</translation>
    </message>
    <message>
        <source>You cannot read %1</source>
        <translation>您无法读取 %1</translation>
    </message>
    <message>
        <source>You cannot write to %1, so nothing inside can</source>
        <translation>您无法写入 %1，因此容器内也无法写入</translation>
    </message>
    <message>
        <source>This computer does not offer the %1 controller of cgroup version 2; This Computer says what to do</source>
        <translation>本机不提供 cgroup 版本 2 的 %1 控制器；“本机”页面说明了该怎么做</translation>
    </message>
    <message>
        <source>You have a container called %1 already</source>
        <translation>您已有名为 %1 的容器</translation>
    </message>
    <message>
        <source>%1 is not there, or you cannot read it</source>
        <translation>%1 不存在，或您无法读取它</translation>
    </message>
    <message>
        <source>Call It %1</source>
        <translation>改名为 %1</translation>
    </message>
    <message>
        <source>Remove This Mount</source>
        <translation>移除此挂载</translation>
    </message>
    <message>
        <source>Make Read-Only</source>
        <translation>设为只读</translation>
    </message>
    <message>
        <source>Make This Folder</source>
        <translation>创建此文件夹</translation>
    </message>
    <message>
        <source>Run as Me</source>
        <translation>以本人身份运行</translation>
    </message>
    <message>
        <source>Run without a Window</source>
        <translation>不显示窗口运行</translation>
    </message>
    <message>
        <source>Remove This Limit</source>
        <translation>移除此限制</translation>
    </message>
    <message>
        <source>“%1” is not a whole number</source>
        <translation>“%1”不是整数</translation>
    </message>
    <message>
        <source>“%1” is not a number of cores</source>
        <translation>“%1”不是核心数</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>Change what is named above and try again.</source>
        <translation>请更改上面指出的内容后重试。</translation>
    </message>
    <message>
        <source>Try again and give the password that is asked for. If nothing asks, This Computer says why.</source>
        <translation>请重试并输入所要求的密码。如果没有提示输入，“本机”页面会说明原因。</translation>
    </message>
    <message>
        <source>Choose a file or folder that you can open yourself, or make the mount read-only.</source>
        <translation>请选择您自己能打开的文件或文件夹，或将挂载设为只读。</translation>
    </message>
    <message>
        <source>Choose another root file system.</source>
        <translation>请选择其他根文件系统。</translation>
    </message>
    <message>
        <source>Delete containers that you no longer need.</source>
        <translation>请删除不再需要的容器。</translation>
    </message>
    <message>
        <source>Free some space on the disk that holds /var/lib/vitrine.</source>
        <translation>请在 /var/lib/vitrine 所在的磁盘上腾出空间。</translation>
    </message>
    <message>
        <source>Stop something that runs and try again.</source>
        <translation>请停止某个正在运行的项目后重试。</translation>
    </message>
    <message>
        <source>This Computer says what is missing and how to get it.</source>
        <translation>“本机”页面说明了缺少什么以及如何获得。</translation>
    </message>
    <message>
        <source>Vitrine was updated. Close this window and open it again.</source>
        <translation>Vitrine 已更新。请关闭此窗口并重新打开。</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>请稍候再试。</translation>
    </message>
    <message>
        <source>Lets it show windows on the display of your session: Wayland, or else X11.</source>
        <translation>允许它在您会话的显示上打开窗口：Wayland，否则 X11。</translation>
    </message>
    <message>
        <source>Remove This Disk Limit</source>
        <translation>移除此磁盘限制</translation>
    </message>
    <message>
        <source>What the container uses over time. Where there is a dashed line, it is the limit: drag it, or use the arrow keys; Del or a double click on its grip removes it.</source>
        <translation>容器随时间的占用。虚线即限制：可以拖动，或使用方向键；按 Del 或双击手柄可移除。</translation>
    </message>
    <message>
        <source>The number leaves out inactive file cache, which the kernel gives back whenever it is needed.</source>
        <translation>该数字不含非活动文件缓存，内核会在需要时随时收回。</translation>
    </message>
    <message numerus="yes">
        <source>Out of memory: %n process(es) killed</source>
        <translation>
            <numerusform>内存不足：%n 个进程被终止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process start(s) refused</source>
        <translation>
            <numerusform>%n 次进程启动被拒绝</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) killed for lack of memory</source>
        <translation>
            <numerusform>%n 个进程因内存不足被终止</numerusform>
        </translation>
    </message>
    <message>
        <source>Throttled in %1 of its periods</source>
        <translation>%1 的周期被限速</translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>构建时间</translation>
    </message>
    <message>
        <source>Came here</source>
        <translation>导入时间</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Entry point</source>
        <translation>入口点</translation>
    </message>
    <message>
        <source>User inside</source>
        <translation>容器内用户</translation>
    </message>
    <message>
        <source>Working folder</source>
        <translation>工作文件夹</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Wants volumes at</source>
        <translation>需要卷的位置</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>停止信号</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>%1, base</source>
        <translation>%1，基础层</translation>
    </message>
    <message>
        <source>Added files</source>
        <translation>添加的文件</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message numerus="yes">
        <source>shared with %n image(s)</source>
        <translation>
            <numerusform>与 %n 个镜像共享</numerusform>
        </translation>
    </message>
    <message>
        <source>A name begins with a letter or digit; letters, digits, “_”, “.” and “-” follow, 63 at most.</source>
        <translation>名称以字母或数字开头，后接字母、数字、“_”、“.”和“-”，最多 63 个字符。</translation>
    </message>
    <message>
        <source>A name has no blanks, as “web:1”.</source>
        <translation>名称中没有空格，例如“web:1”。</translation>
    </message>
    <message>
        <source>New image</source>
        <translation>新镜像</translation>
    </message>
    <message>
        <source>Image without a name</source>
        <translation>没有名称的镜像</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message numerus="yes">
        <source>used by %n container(s)</source>
        <translation>
            <numerusform>被 %n 个容器使用</numerusform>
        </translation>
    </message>
    <message>
        <source>layer %1 of %2</source>
        <translation>第 %1 层，共 %2 层</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>not imported</source>
        <translation>未导入</translation>
    </message>
    <message>
        <source>Not imported: %1</source>
        <translation>未导入：%1</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>image %1 · changes go to a layer of the container&apos;s own</source>
        <translation>镜像 %1 · 更改写入容器自己的层</translation>
    </message>
    <message>
        <source>Signal to stop</source>
        <translation>停止信号</translation>
    </message>
    <message>
        <source>What stands before the command, instead of what the image says.</source>
        <translation>放在命令前面的内容，取代镜像中的设置。</translation>
    </message>
    <message>
        <source>The signal that asks it to end, such as TERM or QUIT.</source>
        <translation>请求其结束的信号，例如 TERM 或 QUIT。</translation>
    </message>
    <message>
        <source>until it ends</source>
        <translation>直到结束</translation>
    </message>
    <message>
        <source>at next start</source>
        <translation>下次启动时</translation>
    </message>
    <message>
        <source>kept for next start</source>
        <translation>保留到下次启动</translation>
    </message>
    <message>
        <source>at next start: %1</source>
        <translation>下次启动时：%1</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 无法使用：%2</translation>
    </message>
    <message>
        <source>user %1 of this computer, whom the container does not know</source>
        <translation>本机用户 %1，容器不认识该用户</translation>
    </message>
    <message>
        <source>user %1 inside</source>
        <translation>容器内的用户 %1</translation>
    </message>
    <message>
        <source>%1 belongs to %2; the command runs as user %3, so it cannot write there</source>
        <translation>%1 属于%2；命令以用户 %3 运行，因此无法在那里写入</translation>
    </message>
    <message>
        <source>%1 belongs to %2; the command runs as user %3, so it cannot read there</source>
        <translation>%1 属于%2；命令以用户 %3 运行，因此无法在那里读取</translation>
    </message>
    <message>
        <source>%1 base</source>
        <translation>%1 基础层</translation>
    </message>
    <message>
        <source>layer %1 · %2…</source>
        <translation>第 %1 层 · %2…</translation>
    </message>
    <message>
        <source>This computer&apos;s programs</source>
        <translation>这台计算机的程序</translation>
    </message>
    <message>
        <source>/usr and parts of /etc, read-only</source>
        <translation>/usr 和 /etc 的一部分，只读</translation>
    </message>
    <message>
        <source>layer 1 · folder %1</source>
        <translation>第 1 层 · 文件夹 %1</translation>
    </message>
    <message>
        <source>layer 1 · unpacked from %1</source>
        <translation>第 1 层 · 解包自 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>添加 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>更改 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>删除 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 B</source>
        <comment>bytes</comment>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>nobody outside</source>
        <translation>外部无此用户</translation>
    </message>
    <message>
        <source>%1 outside</source>
        <translation>外部 %1</translation>
    </message>
    <message>
        <source>owner %1 inside, %2</source>
        <translation>内部所有者 %1，%2</translation>
    </message>
    <message>
        <source>%1 (nobody outside)</source>
        <translation>%1（外部无此用户）</translation>
    </message>
    <message>
        <source>%1 (%2 outside)</source>
        <translation>%1（外部为 %2）</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for restart</source>
        <translation>
            <numerusform>%n 项更改等待重启</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>volume for this container alone</source>
        <translation>仅供此容器使用的卷</translation>
    </message>
    <message>
        <source>volume %1</source>
        <translation>卷 %1</translation>
    </message>
    <message>
        <source>without what is mounted below it</source>
        <translation>不含其下挂载的内容</translation>
    </message>
    <message>
        <source>with what is mounted there later</source>
        <translation>包含之后在此挂载的内容</translation>
    </message>
    <message>
        <source>no programs</source>
        <translation>不运行程序</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Actions</name>
    <message>
        <source>New…</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>Makes a new container: what it runs, its files and its limits.</source>
        <translation>新建容器：运行什么、它的文件和限制。</translation>
    </message>
    <message>
        <source>Run an App…</source>
        <translation>运行应用…</translation>
    </message>
    <message>
        <source>Runs an app of this computer in a container of its own.</source>
        <translation>在单独的容器中运行本机的应用。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Starts the chosen container.</source>
        <translation>启动所选容器。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Asks the container to end, and ends it after its time-out.</source>
        <translation>请求容器结束，超时后强制结束。</translation>
    </message>
    <message>
        <source>Force Stop</source>
        <translation>强制停止</translation>
    </message>
    <message>
        <source>Ends every process of the container at once. What is not saved is lost.</source>
        <translation>立即结束容器的所有进程。未保存的内容将丢失。</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Stops the container and starts it again.</source>
        <translation>停止容器并重新启动。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Freezes every process of the container, or lets them go on.</source>
        <translation>冻结容器的所有进程，或让它们继续。</translation>
    </message>
    <message>
        <source>Cancel Preparing</source>
        <translation>取消准备</translation>
    </message>
    <message>
        <source>Gives up unpacking and deletes the container.</source>
        <translation>放弃解包并删除容器。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Changes the name in place.</source>
        <translation>就地更改名称。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Deletes the container with its own files. It can be undone for ten seconds.</source>
        <translation>删除容器及其自己的文件。十秒内可以撤销。</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Takes back the last change of a limit, or the last Delete.</source>
        <translation>撤回上一次限制更改或删除。</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Explain This Control</source>
        <translation>说明此控件</translation>
    </message>
    <message>
        <source>About Vitrine</source>
        <translation>关于 Vitrine</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Changes what the container runs, its files and its limits.</source>
        <translation>更改容器运行的内容、文件和限制。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::AddMountDialog</name>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>keep for next start</source>
        <translation>保留到下次启动</translation>
    </message>
    <message>
        <source>Add Folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Place inside</source>
        <translation>容器内位置</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Arrivals</name>
    <message>
        <source>Could not import %1.</source>
        <translation>无法导入 %1。</translation>
    </message>
    <message>
        <source>Could not pull %1.</source>
        <translation>无法拉取 %1。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChangeTree</name>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>copied up</source>
        <translation>已上移</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChartPanel</name>
    <message>
        <source>Back to Live</source>
        <translation>回到实时</translation>
    </message>
    <message>
        <source>Follow the present again (0)</source>
        <translation>重新跟随当前时间 (0)</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>Show the last %1</source>
        <translation>显示最近 %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused, %1 back</source>
        <translation>已暂停，回退 %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChartsPage</name>
    <message>
        <source>The limit was not changed: %1</source>
        <translation>限制未更改：%1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The limits of “%1” were not changed: %2</source>
        <translation>“%1”的限制未更改：%2</translation>
    </message>
    <message>
        <source>What it uses cannot be read: %1</source>
        <translation>无法读取其占用：%1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::CommandsDialog</name>
    <message>
        <source>%1 as Commands</source>
        <translation>%1 对应的命令</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The same with Vitrine&apos;s command line</source>
        <translation>用 Vitrine 命令行实现</translation>
    </message>
    <message>
        <source>What it amounts to, step by step, as root</source>
        <translation>以 root 身份逐步执行的等价操作</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerCommands</name>
    <message>
        <source>Could not stop “%1”.</source>
        <translation>无法停止“%1”。</translation>
    </message>
    <message>
        <source>Could not force “%1” to stop.</source>
        <translation>无法强制停止“%1”。</translation>
    </message>
    <message>
        <source>Could not resume “%1”.</source>
        <translation>无法恢复“%1”。</translation>
    </message>
    <message>
        <source>Could not pause “%1”.</source>
        <translation>无法暂停“%1”。</translation>
    </message>
    <message>
        <source>Could not cancel the preparing of “%1”.</source>
        <translation>无法取消“%1”的准备。</translation>
    </message>
    <message>
        <source>Could not rename “%1”.</source>
        <translation>无法重命名“%1”。</translation>
    </message>
    <message>
        <source>Could not start “%1”.</source>
        <translation>无法启动“%1”。</translation>
    </message>
    <message>
        <source>It failed at the step “%1”.</source>
        <translation>在步骤“%1”失败。</translation>
    </message>
    <message>
        <source>This Computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Could not take back the changes of “%1”.</source>
        <translation>无法撤回“%1”的更改。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerDelegate</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerHeader</name>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Changes what the container runs, its files and its limits.</source>
        <translation>更改容器运行的内容、文件和限制。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerPage</name>
    <message>
        <source>Views of the container</source>
        <translation>容器的视图</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::CoreGrid</name>
    <message>
        <source>Cores</source>
        <translation>核心</translation>
    </message>
    <message>
        <source>%1 % busy</source>
        <translation>占用 %1 %</translation>
    </message>
    <message>
        <source>load not known</source>
        <translation>负载未知</translation>
    </message>
    <message>
        <source>CPU %1: %2, %3</source>
        <translation>CPU %1：%2，%3</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>禁止</translation>
    </message>
    <message>
        <source>%1 of %2 cores are allowed</source>
        <translation>允许 %2 个核心中的 %1 个</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnvironmentForm</name>
    <message>
        <source>root inside, or you when it runs as you</source>
        <translation>容器内的 root；以您的身份运行时为您本人</translation>
    </message>
    <message>
        <source>the container&apos;s name</source>
        <translation>容器的名称</translation>
    </message>
    <message>
        <source>NAME=value, one on each line</source>
        <translation>NAME=值，每行一个</translation>
    </message>
    <message>
        <source>“%1” is not of the form NAME=value</source>
        <translation>“%1”不是 NAME=值 的形式</translation>
    </message>
    <message numerus="yes">
        <source>%n variable(s)</source>
        <translation>
            <numerusform>%n 个变量</numerusform>
        </translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>folder %1</source>
        <translation>文件夹 %1</translation>
    </message>
    <message>
        <source>host name %1</source>
        <translation>主机名 %1</translation>
    </message>
    <message>
        <source>nothing of yours is passed on</source>
        <translation>不会传入您的任何内容</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ExistingForm</name>
    <message>
        <source>The files of a container belong to its identity, which is chosen when it is created. For another one, make a new container.</source>
        <translation>容器的文件属于其身份，而身份在创建时选定。若需另一种身份，请新建容器。</translation>
    </message>
    <message>
        <source>The files of a container stand on its root, which is chosen when it is created. For another one, make a new container.</source>
        <translation>容器的文件建立在其根之上，而根在创建时选定。若需另一个根，请新建容器。</translation>
    </message>
    <message>
        <source>Throw the container away when it ends</source>
        <translation>结束时丢弃容器</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ExportText</name>
    <message>
        <source>Exporting “%1” to %2…</source>
        <translation>正在将“%1”导出到 %2…</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <translation>%1 %2%</translation>
    </message>
    <message>
        <source>Export “%1”</source>
        <translation>导出“%1”</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>“%1” is exported to %2.</source>
        <translation>“%1”已导出到 %2。</translation>
    </message>
    <message>
        <source>Could not export “%1”.</source>
        <translation>无法导出“%1”。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FileTree</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FilesPage</name>
    <message>
        <source>Save As…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Add Files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Read Anew</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Not a text.</source>
        <translation>不是文本。</translation>
    </message>
    <message>
        <source>Save %1 In</source>
        <translation>将 %1 保存到</translation>
    </message>
    <message>
        <source>Save %1 As</source>
        <translation>将 %1 另存为</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Could not save the file.</source>
        <translation>无法保存文件。</translation>
    </message>
    <message>
        <source>Add Files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Could not copy the files.</source>
        <translation>无法复制文件。</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>Making the folder</source>
        <translation>正在创建文件夹</translation>
    </message>
    <message>
        <source>Could not make the folder.</source>
        <translation>无法创建文件夹。</translation>
    </message>
    <message>
        <source>%1 goes for good, with everything in it.</source>
        <translation>%1 及其中的所有内容将被永久删除。</translation>
    </message>
    <message>
        <source>%1 (%2) goes for good.</source>
        <translation>%1（%2）将被永久删除。</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Could not delete it.</source>
        <translation>无法删除。</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n file(s), %2</source>
        <translation>
            <numerusform>%1：%n 个文件，%2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that are no plain files were left out, such as %1.</source>
        <translation>
            <numerusform>省略了 %n 个非普通文件，例如 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>The files as the container sees them, whether it runs or not. Drop files here to copy them in, and drag them from here to copy them out.</source>
        <translation>容器所见的文件，无论其是否运行。将文件拖放到此处即可复制进去，从此处拖出即可复制出来。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FolderView</name>
    <message>
        <source>Outside</source>
        <translation>容器外</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>容器内</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageCommands</name>
    <message>
        <source>“%1” is in use.</source>
        <translation>“%1”正在使用。</translation>
    </message>
    <message>
        <source>It belongs to: %1.</source>
        <translation>使用者：%1。</translation>
    </message>
    <message>
        <source>Delete what uses it first.</source>
        <translation>请先删除使用它的容器。</translation>
    </message>
    <message>
        <source>Import Images</source>
        <translation>导入镜像</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst *.tar.zstd)</source>
        <translation>归档文件 (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst *.tar.zstd)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Could not cancel the import of “%1”.</source>
        <translation>无法取消导入“%1”。</translation>
    </message>
    <message>
        <source>Could not remove “%1”.</source>
        <translation>无法移除“%1”。</translation>
    </message>
    <message>
        <source>The image “%1” is removed.</source>
        <translation>镜像“%1”将被移除。</translation>
    </message>
    <message>
        <source>Name for “%1”</source>
        <translation>“%1”的名称</translation>
    </message>
    <message>
        <source>One more name</source>
        <translation>再加一个名称</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>加名称</translation>
    </message>
    <message>
        <source>Could not give “%1” the name %2.</source>
        <translation>无法将名称 %2 赋予“%1”。</translation>
    </message>
    <message>
        <source>Could not take the name %1 away.</source>
        <translation>无法去掉名称 %1。</translation>
    </message>
    <message>
        <source>The name %1 is taken away.</source>
        <translation>名称 %1 已去掉。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Could not find out what can be removed.</source>
        <translation>无法确定可以移除什么。</translation>
    </message>
    <message>
        <source>There is nothing to clean up: every image has a name and is used.</source>
        <translation>没有可清理的内容：每个镜像都有名称并且正在使用。</translation>
    </message>
    <message>
        <source>Prune Images</source>
        <translation>清理镜像</translation>
    </message>
    <message>
        <source>These images have no name, or no container uses them.</source>
        <translation>这些镜像没有名称，或没有容器使用它们。</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n Image(s)</source>
        <translation>
            <numerusform>移除 %n 个镜像</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not clean up.</source>
        <translation>无法清理。</translation>
    </message>
    <message>
        <source>Import a Folder</source>
        <translation>导入文件夹</translation>
    </message>
    <message>
        <source>Pull an Image</source>
        <translation>拉取镜像</translation>
    </message>
    <message>
        <source>Name in its registry</source>
        <translation>在仓库中的名称</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>As “registry/image:tag”. It is fetched by skopeo as you, with the logins that you have.</source>
        <translation>格式如“registry/image:tag”。由 skopeo 以您的身份、用您已有的登录获取。</translation>
    </message>
    <message>
        <source>OCI archive, for podman, skopeo and others (*.tar)</source>
        <translation>OCI 归档，供 podman、skopeo 等使用 (*.tar)</translation>
    </message>
    <message>
        <source>Docker archive (*.tar)</source>
        <translation>Docker 归档 (*.tar)</translation>
    </message>
    <message>
        <source>Files alone, as one root file system (*.tar)</source>
        <translation>仅文件，作为一个根文件系统 (*.tar)</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageForm</name>
    <message>
        <source>Search images</source>
        <translation>搜索镜像</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>There is no image yet: import or pull one in the section Images</source>
        <translation>还没有镜像：请在“镜像”部分导入或拉取</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>请选择镜像</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageLayers</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>What the image is made of, the top layer first. A layer that several images have is kept once.</source>
        <translation>镜像由哪些层组成，最上层在前。多个镜像共有的层只保存一份。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImagePage</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>About the image</source>
        <translation>关于镜像</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Take this name away</source>
        <translation>去掉此名称</translation>
    </message>
    <message>
        <source>Take the name %1 away</source>
        <translation>去掉名称 %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImagesSection</name>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Your images: finished sets of files with the command to run. Archives can be dropped here.</source>
        <translation>您的镜像：成套的文件以及要运行的命令。可以把归档文件拖放到这里。</translation>
    </message>
    <message>
        <source>An image holds the files and the command of containers. Bring one here from an archive, and run as many containers from it as you like.</source>
        <translation>镜像包含容器的文件和命令。从归档文件导入一个镜像，然后可用它运行任意多个容器。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Brings images here from archives of this computer.</source>
        <translation>从本机的归档文件导入镜像。</translation>
    </message>
    <message>
        <source>Prune…</source>
        <translation>清理…</translation>
    </message>
    <message>
        <source>Removes images that have no name or no user, after showing which.</source>
        <translation>移除没有名称或没有使用者的镜像，移除前会先列出。</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>加名称…</translation>
    </message>
    <message>
        <source>Gives the image one more name.</source>
        <translation>给镜像再加一个名称。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Removes the image. It can be undone for ten seconds.</source>
        <translation>移除镜像。十秒内可以撤消。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Pull…</source>
        <translation>拉取…</translation>
    </message>
    <message>
        <source>Fetches an image from a registry.</source>
        <translation>从镜像仓库获取镜像。</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>运行…</translation>
    </message>
    <message>
        <source>Makes a container from the image.</source>
        <translation>用此镜像创建容器。</translation>
    </message>
    <message>
        <source>Import a Folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Brings an OCI layout, or a root file system, here as an image.</source>
        <translation>将 OCI 布局或根文件系统作为镜像导入。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Writes the image into an archive that other programs read.</source>
        <translation>将镜像写入其他程序可读取的归档。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LayerStack</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LayersPage</name>
    <message>
        <source>A container writes to a layer of its own. What lies below is shared and never changed: a file that is written to is copied up first.</source>
        <translation>容器写入自己的层。下面的层是共享的，永不改变：被写入的文件会先复制到上层。</translation>
    </message>
    <message>
        <source>Discard All Changes</source>
        <translation>放弃所有更改</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the changes</source>
        <translation>筛选更改</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Restore This File</source>
        <translation>恢复此文件</translation>
    </message>
    <message>
        <source>What the file was like below</source>
        <translation>文件在下层的样子</translation>
    </message>
    <message>
        <source>%1 grew to %2 in the writable layer. Data here is lost with the container: keep it in a volume.</source>
        <translation>可写层中的 %1 已增长到 %2。这里的数据会随容器一起丢失：请将其保存在卷中。</translation>
    </message>
    <message>
        <source>Writable layer</source>
        <translation>可写层</translation>
    </message>
    <message>
        <source> · lost when the container is deleted</source>
        <translation> · 删除容器时会丢失</translation>
    </message>
    <message>
        <source>Stop the container first: it uses its layers.</source>
        <translation>请先停止容器：它正在使用这些层。</translation>
    </message>
    <message>
        <source>below: %1</source>
        <translation>下层：%1</translation>
    </message>
    <message>
        <source>only here: %1</source>
        <translation>仅在此层：%1</translation>
    </message>
    <message>
        <source>Not a text.</source>
        <translation>不是文本。</translation>
    </message>
    <message>
        <source>Could not restore the file.</source>
        <translation>无法恢复文件。</translation>
    </message>
    <message>
        <source>All changes of this container are lost for good: %1, %2.</source>
        <translation>此容器的所有更改将永久丢失：%1，%2。</translation>
    </message>
    <message>
        <source>Could not discard the changes.</source>
        <translation>无法放弃更改。</translation>
    </message>
    <message>
        <source>Save as New Image…</source>
        <translation>另存为新镜像…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>The container is not ready yet.</source>
        <translation>容器尚未就绪。</translation>
    </message>
    <message>
        <source>The root is a folder of this computer: only a container of an image or an archive can be saved.</source>
        <translation>根目录是本机的文件夹：只有基于镜像或归档的容器才能保存。</translation>
    </message>
    <message>
        <source>Save “%1” as a New Image</source>
        <translation>将“%1”另存为新镜像</translation>
    </message>
    <message>
        <source>Name of the image</source>
        <translation>镜像名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>what was done, if you like</source>
        <translation>做了什么（可选）</translation>
    </message>
    <message>
        <source>The image has what the container has written. What mounts show is not in it.</source>
        <translation>镜像包含容器写入的内容，不包含挂载所显示的内容。</translation>
    </message>
    <message>
        <source>Could not save the container as an image.</source>
        <translation>无法将容器保存为镜像。</translation>
    </message>
    <message>
        <source>Saving the image %1. Images shows how far it is.</source>
        <translation>正在保存镜像 %1。“镜像”中显示进度。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The container is saved as the image %1.</source>
        <translation>容器已保存为镜像 %1。</translation>
    </message>
    <message>
        <source>Root file system (*.tar)</source>
        <translation>根文件系统 (*.tar)</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitRow</name>
    <message>
        <source>Double click for no limit</source>
        <translation>双击取消限制</translation>
    </message>
    <message>
        <source>now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>at next start</source>
        <translation>下次启动时</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitSpinBox</name>
    <message>
        <source>Type a value, or “off” for no limit</source>
        <translation>输入数值，或输入“关”表示无限制</translation>
    </message>
    <message>
        <source>a number is expected, or “off”</source>
        <translation>应输入数字或“关”</translation>
    </message>
    <message>
        <source>from %1 to %2 is possible</source>
        <translation>可取 %1 到 %2</translation>
    </message>
    <message>
        <source>a size such as “256 MiB” is expected, or “off”</source>
        <translation>应输入“256 MiB”这样的大小或“关”</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsForm</name>
    <message>
        <source>read, bytes/s</source>
        <translation>读取，字节/秒</translation>
    </message>
    <message>
        <source>write, bytes/s</source>
        <translation>写入，字节/秒</translation>
    </message>
    <message>
        <source>reads/s</source>
        <translation>读取次数/秒</translation>
    </message>
    <message>
        <source>writes/s</source>
        <translation>写入次数/秒</translation>
    </message>
    <message>
        <source>“%1” is not a whole number</source>
        <translation>“%1”不是整数</translation>
    </message>
    <message>
        <source>Add Disk Limit</source>
        <translation>添加磁盘限制</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>%1 For example: %2</source>
        <translation>%1 例如：%2</translation>
    </message>
    <message>
        <source>needs the %1 controller</source>
        <translation>需要 %1 控制器</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Remove this disk limit</source>
        <translation>移除此磁盘限制</translation>
    </message>
    <message>
        <source>soft %1</source>
        <translation>软 %1</translation>
    </message>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>on cores %1</source>
        <translation>在核心 %1 上</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n 个进程</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n disk limit(s)</source>
        <translation>
            <numerusform>%n 个磁盘限制</numerusform>
        </translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>no limits</source>
        <translation>无限制</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsModel</name>
    <message>
        <source>Change %1</source>
        <translation>更改 %1</translation>
    </message>
    <message>
        <source>needs the “%1” controller</source>
        <translation>需要“%1”控制器</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsPanel</name>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>drag a line, or set here</source>
        <translation>拖动线条或在此设置</translation>
    </message>
    <message>
        <source>↶ Undo</source>
        <translation>↶ 撤销</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The kernel of this computer cannot hold every limit. This Computer says what to do.</source>
        <translation>本机内核无法执行所有限制。“本机”页面说明了该怎么做。</translation>
    </message>
    <message>
        <source>More Limits</source>
        <translation>更多限制</translation>
    </message>
    <message>
        <source>Also operations a second, weights, and the other disks</source>
        <translation>还包括每秒操作数、权重和其他磁盘</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LogPage</name>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Keeps the newest line in view. Scrolling up switches it off.</source>
        <translation>始终显示最新一行。向上滚动会关闭此功能。</translation>
    </message>
    <message>
        <source>Time Stamps</source>
        <translation>时间戳</translation>
    </message>
    <message>
        <source>Find in log</source>
        <translation>在日志中查找</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Copy All</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Nothing written yet.</source>
        <translation>尚无输出。</translation>
    </message>
    <message>
        <source>The helper gave no log.</source>
        <translation>助手服务没有提供日志。</translation>
    </message>
    <message>
        <source>The log cannot be read: %1</source>
        <translation>无法读取日志：%1</translation>
    </message>
    <message>
        <source>The log cannot be read any further: %1</source>
        <translation>无法继续读取日志：%1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>找到 %1 处</translation>
    </message>
    <message numerus="yes">
        <source>%n older line(s) left out.</source>
        <translation>
            <numerusform>省略了 %n 行较早的内容。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LogView</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What the command wrote, oldest first; what it wrote to standard error is in another colour. Control characters are shown, not obeyed.</source>
        <translation>命令的输出，最早的在前；写到标准错误的内容用另一种颜色。控制字符只显示，不执行。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MainWindow</name>
    <message>
        <source>%1 — Vitrine</source>
        <translation>%1 — Vitrine</translation>
    </message>
    <message>
        <source>Vitrine</source>
        <translation>Vitrine</translation>
    </message>
    <message>
        <source>Could not ask what this computer offers.</source>
        <translation>无法查询本机提供的功能。</translation>
    </message>
    <message>
        <source>Vitrine&apos;s helper does not answer.</source>
        <translation>Vitrine 助手服务没有响应。</translation>
    </message>
    <message>
        <source>This Computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>受限</translation>
    </message>
    <message>
        <source>Vitrine %1: see-through containers for the Linux desktop. GPL-3.0-or-later.</source>
        <translation>Vitrine %1：面向 Linux 桌面的透明容器。GPL-3.0-or-later。</translation>
    </message>
    <message>
        <source>Run an app or a command with its own files and limits.</source>
        <translation>以自己的文件和限制运行应用或命令。</translation>
    </message>
    <message>
        <source>Run an App…</source>
        <translation>运行应用…</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MarksList</name>
    <message>
        <source>Marks on the time axis</source>
        <translation>时间轴上的标记</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MetricChart</name>
    <message>
        <source>Drag to change the limit, double click to remove it</source>
        <translation>拖动可更改限制，双击可移除</translation>
    </message>
    <message>
        <source>Pull down to set a limit</source>
        <translation>向下拖动以设置限制</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountDetails</name>
    <message>
        <source>with what is mounted below it</source>
        <translation>包含其下挂载的内容</translation>
    </message>
    <message>
        <source>A stick or another disk that is mounted in the folder can be used inside, too.</source>
        <translation>挂载在该文件夹中的U盘或其他磁盘在容器内也可使用。</translation>
    </message>
    <message>
        <source>also what is mounted there later</source>
        <translation>也包含之后在此挂载的内容</translation>
    </message>
    <message>
        <source>A stick that you plug in while the container runs shows inside. Nothing that is mounted inside ever shows on this computer.</source>
        <translation>容器运行时插入的U盘会在容器内出现。容器内挂载的内容绝不会出现在本机上。</translation>
    </message>
    <message>
        <source>empty at first</source>
        <translation>初始为空</translation>
    </message>
    <message>
        <source>A new volume is not filled with what the image has in its place.</source>
        <translation>新卷不会用镜像中该处的内容填充。</translation>
    </message>
    <message>
        <source>no programs</source>
        <translation>不运行程序</translation>
    </message>
    <message>
        <source>No program that lies there can be run inside.</source>
        <translation>其中的任何程序都不能在容器内运行。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountsForm</name>
    <message>
        <source>Add Folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Folder to Share</source>
        <translation>要共享的文件夹</translation>
    </message>
    <message>
        <source>Add Temporary</source>
        <translation>添加临时文件夹</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>或将文件夹拖到此处</translation>
    </message>
    <message>
        <source>Folder on this computer</source>
        <translation>本机上的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>64 MiB</source>
        <translation>64 MiB</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Temporary</source>
        <translation>临时</translation>
    </message>
    <message>
        <source>Place inside</source>
        <translation>容器内位置</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Remove this mount</source>
        <translation>移除此挂载</translation>
    </message>
    <message>
        <source>private</source>
        <translation>私有</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>you cannot read it</source>
        <translation>您无法读取</translation>
    </message>
    <message>
        <source>you can read</source>
        <translation>您可以读取</translation>
    </message>
    <message>
        <source>you can read and write</source>
        <translation>您可以读写</translation>
    </message>
    <message>
        <source>you can read, not write</source>
        <translation>您可以读取，不能写入</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>%n mount(s)</source>
        <translation>
            <numerusform>%n 个挂载</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n read-only</source>
        <translation>
            <numerusform>，%n 个只读</numerusform>
        </translation>
    </message>
    <message>
        <source>Add Volume…</source>
        <translation>添加卷…</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>One of your volumes, or a name for a new one.</source>
        <translation>您的某个卷，或新卷的名称。</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>new, kept</source>
        <translation>新建，保留</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>user %1 inside cannot write</source>
        <translation>容器内用户 %1 无法写入</translation>
    </message>
    <message>
        <source>user %1 inside cannot read</source>
        <translation>容器内用户 %1 无法读取</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>new, from the image</source>
        <translation>新建，来自镜像</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountsPage</name>
    <message>
        <source>Mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>The places in the container&apos;s file system, where their files come from, and whether the container may change them. Drop a folder here to mount it.</source>
        <translation>容器文件系统中的各个位置、其文件的来源，以及容器是否可以更改它们。将文件夹拖放到此处即可挂载。</translation>
    </message>
    <message>
        <source>Folder to Share</source>
        <translation>要共享的文件夹</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>或将文件夹拖到此处</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Mount Now</source>
        <translation>立即挂载</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>不再保留</translation>
    </message>
    <message>
        <source>Keep for Next Start</source>
        <translation>保留到下次启动</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Now and at Next Start</source>
        <translation>现在和下次启动时</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>user %1 cannot write</source>
        <translation>用户 %1 无法写入</translation>
    </message>
    <message>
        <source>user %1 cannot read</source>
        <translation>用户 %1 无法读取</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>Could not change the mounts.</source>
        <translation>无法更改挂载。</translation>
    </message>
    <message>
        <source>Show Volume</source>
        <translation>显示卷</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::NewContainerDialog</name>
    <message>
        <source>New Container</source>
        <translation>新建容器</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>None: only the loopback device</source>
        <translation>无：只有回环设备</translation>
    </message>
    <message>
        <source>Private: a virtual cable to this computer, with internet access</source>
        <translation>私有：一条连到本机的虚拟网线，可访问互联网</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Give the command a terminal of its own</source>
        <translation>为命令提供自己的终端</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show as Commands</source>
        <translation>显示为命令</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Create Only</source>
        <translation>仅创建</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>private, with internet</source>
        <translation>私有，可访问互联网</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Wayland</source>
        <translation>Wayland</translation>
    </message>
    <message>
        <source>no display</source>
        <translation>无显示</translation>
    </message>
    <message>
        <source>a terminal</source>
        <translation>一个终端</translation>
    </message>
    <message>
        <source>Creating…</source>
        <translation>正在创建…</translation>
    </message>
    <message>
        <source>none in this session</source>
        <translation>此会话中没有</translation>
    </message>
    <message>
        <source>X11, untrusted</source>
        <translation>X11，不受信任</translation>
    </message>
    <message>
        <source>X11, as an untrusted program: it cannot look into other windows, nor read or send their keys. It draws without the graphics card, and what it copies stays inside.</source>
        <translation>X11，作为不受信任的程序：它不能查看其他窗口，也不能读取或发送按键。它不使用显卡绘图，复制的内容留在容器内。</translation>
    </message>
    <message>
        <source>Wayland alone: by the X11 of this session a program could reach the windows of others, so one that knows only X11 shows none.</source>
        <translation>仅 Wayland：程序可能通过此会话的 X11 触及其他程序的窗口，因此只支持 X11 的程序不显示窗口。</translation>
    </message>
    <message>
        <source>Wayland: it gets what the compositor gives to every program of this session.</source>
        <translation>Wayland：它得到合成器给予此会话中每个程序的内容。</translation>
    </message>
    <message>
        <source>Show windows on the display of this session</source>
        <translation>在此会话的显示上打开窗口</translation>
    </message>
    <message>
        <source>Say what to run</source>
        <translation>请说明要运行什么</translation>
    </message>
    <message>
        <source>now, a new device at next start</source>
        <translation>立即；新设备在下次启动时</translation>
    </message>
    <message>
        <source>The container has been deleted.</source>
        <translation>容器已被删除。</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Nothing has been changed</source>
        <translation>没有任何更改</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ProblemList</name>
    <message numerus="yes">
        <source>%n problem(s) above</source>
        <translation>
            <numerusform>上面有 %n 个问题</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::PruneDialog</name>
    <message>
        <source>What would be removed</source>
        <translation>将被移除的内容</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Image without a name</source>
        <translation>没有名称的镜像</translation>
    </message>
    <message>
        <source>Frees %1. It cannot be undone.</source>
        <translation>释放 %1。此操作无法撤消。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Removals</name>
    <message>
        <source>“%1” is stopped and deleted in %2 seconds.</source>
        <translation>“%1”将在 %2 秒后停止并删除。</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>“%1”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Could not delete “%1”.</source>
        <translation>无法删除“%1”。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ReportRow</name>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>受限</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Show How</source>
        <translation>显示方法</translation>
    </message>
    <message>
        <source>What to enter</source>
        <translation>需要输入的内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SectionList</name>
    <message>
        <source>Sections</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>This Computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>The parts of Vitrine. Containers lists what you run, Images the files and commands to run, Volumes the data that outlives containers; This Computer says what it offers for it.</source>
        <translation>Vitrine 的各个部分。“容器”列出您运行的内容，“镜像”列出可运行的文件和命令，“卷”列出比容器更长久的数据；“本机”说明它为此提供什么。</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>卷</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SecurityForm</name>
    <message>
        <source>Isolated: root inside is nobody outside</source>
        <translation>隔离：容器内的 root 在外部没有任何身份</translation>
    </message>
    <message>
        <source>Me: acts as you on what it can reach</source>
        <translation>本人：对其能触及的内容以您的身份行事</translation>
    </message>
    <message>
        <source>none, or such as /dev/kvm /dev/fuse:rw</source>
        <translation>无，或例如 /dev/kvm /dev/fuse:rw</translation>
    </message>
    <message>
        <source>Default system-call filter, no added capabilities, no new privileges</source>
        <translation>默认系统调用过滤器，无额外权能，无新权限</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>“%1”: after the colon only r, w and m can stand</source>
        <translation>“%1”：冒号后只能是 r、w 和 m</translation>
    </message>
    <message>
        <source>runs as you, default system-call filter</source>
        <translation>以您的身份运行，默认系统调用过滤器</translation>
    </message>
    <message>
        <source>isolated, default system-call filter</source>
        <translation>隔离，默认系统调用过滤器</translation>
    </message>
    <message numerus="yes">
        <source>, %n device(s)</source>
        <translation>
            <numerusform>，%n 个设备</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SidePanel</name>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Your containers. The shape and colour say the state; the line says what happened last; the two curves are CPU and memory of the last minute.</source>
        <translation>您的容器。形状和颜色表示状态；文字说明最近发生了什么；两条曲线是最近一分钟的 CPU 和内存。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StatusBar</name>
    <message>
        <source>Whether Vitrine&apos;s helper answers, which version of control groups this computer has, its size, and what Vitrine itself uses: CPU in per cent of one core, memory without what other programs share.</source>
        <translation>Vitrine 助手服务是否响应、本机控制组的版本、本机规模，以及 Vitrine 自身的占用：CPU 以单核百分比计，内存不含与其他程序共享的部分。</translation>
    </message>
    <message>
        <source>CPU in per cent of one core; memory without what other programs share</source>
        <translation>CPU 以单核百分比计；内存不含与其他程序共享的部分</translation>
    </message>
    <message>
        <source>cgroup %1</source>
        <translation>cgroup %1</translation>
    </message>
    <message>
        <source>connecting to the helper…</source>
        <translation>正在连接助手服务…</translation>
    </message>
    <message>
        <source>helper ready</source>
        <translation>助手服务就绪</translation>
    </message>
    <message>
        <source>helper not reachable</source>
        <translation>无法连接助手服务</translation>
    </message>
    <message>
        <source>Vitrine uses %1 % CPU, %2</source>
        <translation>Vitrine 占用 %1 % CPU，%2</translation>
    </message>
    <message>
        <source>Vitrine uses %1</source>
        <translation>Vitrine 占用 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n CPU(s) · %1</source>
        <translation>
            <numerusform>%n 个 CPU · %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StoreDelegate</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StoreListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2: %3, %4</source>
        <translation>%1，%2：%3，%4</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ThisComputerPage</name>
    <message>
        <source>This Computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>复制报告</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::TimeStrip</name>
    <message>
        <source>now</source>
        <translation>立即</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::TopBar</name>
    <message>
        <source>Find (Ctrl+F)</source>
        <translation>查找 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>All Apps…</source>
        <translation>所有应用…</translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation>在列表中查找</translation>
    </message>
    <message>
        <source>Shows only what has a name that holds what you type.</source>
        <translation>仅显示名称中包含所输入文字的项目。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumeAdviceList</name>
    <message>
        <source>%1 is what the root file system is made of. A volume there keeps the files of today, and a newer image would not be seen. Take the folder that holds data.</source>
        <translation>%1 是根文件系统本身的一部分。放在那里的卷会保留现在的文件，更新的镜像将不可见。请选择存放数据的文件夹。</translation>
    </message>
    <message>
        <source>What is written to %1 is lost when the container ends.</source>
        <translation>写入 %1 的内容在容器结束时会丢失。</translation>
    </message>
    <message>
        <source>What is written to %1 is lost when the container is deleted.</source>
        <translation>写入 %1 的内容在容器被删除时会丢失。</translation>
    </message>
    <message>
        <source>%1 keeps its data in %2.</source>
        <translation>%1 的数据保存在 %2 中。</translation>
    </message>
    <message>
        <source>Advice about data</source>
        <translation>关于数据的建议</translation>
    </message>
    <message>
        <source>Keep It in a Volume</source>
        <translation>保存到卷中</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumeCommands</name>
    <message>
        <source>New Volume</source>
        <translation>新建卷</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Make Volume</source>
        <translation>创建卷</translation>
    </message>
    <message>
        <source>Belongs inside to</source>
        <translation>在容器内属于</translation>
    </message>
    <message>
        <source>Could not make the volume “%1”.</source>
        <translation>无法创建卷“%1”。</translation>
    </message>
    <message>
        <source>Rename “%1”</source>
        <translation>重命名“%1”</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Could not rename “%1”.</source>
        <translation>无法重命名“%1”。</translation>
    </message>
    <message>
        <source>Clone “%1”</source>
        <translation>克隆“%1”</translation>
    </message>
    <message>
        <source>Name of the copy</source>
        <translation>副本的名称</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>克隆</translation>
    </message>
    <message>
        <source>Could not clone “%1”.</source>
        <translation>无法克隆“%1”。</translation>
    </message>
    <message>
        <source>The volume “%1” is removed with all it holds.</source>
        <translation>卷“%1”及其全部内容将被移除。</translation>
    </message>
    <message>
        <source>Could not remove “%1”.</source>
        <translation>无法移除“%1”。</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n file(s) are deleted.</source>
        <translation>
            <numerusform>将删除 %n 个文件，共 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>All it holds is deleted.</source>
        <translation>其中的全部内容将被删除。</translation>
    </message>
    <message>
        <source>It belongs to: %1.</source>
        <translation>使用者：%1。</translation>
    </message>
    <message>
        <source>Empty the volume “%1”</source>
        <translation>清空卷“%1”</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Could not empty “%1”.</source>
        <translation>无法清空“%1”。</translation>
    </message>
    <message>
        <source>Back Up “%1”</source>
        <translation>备份“%1”</translation>
    </message>
    <message>
        <source>Archives (*.tar)</source>
        <translation>归档文件 (*.tar)</translation>
    </message>
    <message>
        <source>Back Up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Backing “%1” up to %2…</source>
        <translation>正在将“%1”备份到 %2…</translation>
    </message>
    <message>
        <source>“%1” is backed up to %2.</source>
        <translation>“%1”已备份到 %2。</translation>
    </message>
    <message>
        <source>Could not back “%1” up.</source>
        <translation>无法备份“%1”。</translation>
    </message>
    <message>
        <source>Restore “%1”</source>
        <translation>恢复“%1”</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst)</source>
        <translation>归档文件 (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore the volume “%1”</source>
        <translation>恢复卷“%1”</translation>
    </message>
    <message>
        <source>What it holds now is replaced by what %1 holds.</source>
        <translation>现有内容将被 %1 的内容替换。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Restoring “%1”…</source>
        <translation>正在恢复“%1”…</translation>
    </message>
    <message>
        <source>Could not restore “%1”.</source>
        <translation>无法恢复“%1”。</translation>
    </message>
    <message>
        <source>“%1” is restored.</source>
        <translation>“%1”已恢复。</translation>
    </message>
    <message>
        <source>Could not find out what can be removed.</source>
        <translation>无法确定可以移除什么。</translation>
    </message>
    <message>
        <source>There is nothing to clean up: every volume is used.</source>
        <translation>没有可清理的内容：每个卷都在使用。</translation>
    </message>
    <message>
        <source>Prune Volumes</source>
        <translation>清理卷</translation>
    </message>
    <message>
        <source>No container uses these volumes. All they hold is deleted.</source>
        <translation>没有容器使用这些卷。其中的全部内容将被删除。</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n Volume(s)</source>
        <translation>
            <numerusform>移除 %n 个卷</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not clean up.</source>
        <translation>无法清理。</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>此操作无法撤消。</translation>
    </message>
    <message>
        <source>Could not cancel.</source>
        <translation>无法取消。</translation>
    </message>
    <message>
        <source>root, or a user as postgres, 999 or 999:999</source>
        <translation>root，或用户，如 postgres、999 或 999:999</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumePage</name>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Not counted yet</source>
        <translation>尚未统计</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n file(s)</source>
        <translation>
            <numerusform>%1，%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>no container</source>
        <translation>没有容器</translation>
    </message>
    <message>
        <source>Belongs inside to</source>
        <translation>在容器内属于</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>Cloning</source>
        <translation>正在克隆</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>Views of the volume</source>
        <translation>卷的视图</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumesSection</name>
    <message>
        <source>Volumes</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>Your volumes: folders for data that outlives the containers that use it.</source>
        <translation>您的卷：保存比使用它的容器更长久的数据的文件夹。</translation>
    </message>
    <message>
        <source>A volume keeps what must outlive its container: a database, uploads, a cache. Several containers can share one.</source>
        <translation>卷保存必须比容器更长久的内容：数据库、上传的文件、缓存。多个容器可以共用一个卷。</translation>
    </message>
    <message>
        <source>New Volume…</source>
        <translation>新建卷…</translation>
    </message>
    <message>
        <source>Makes a new, empty volume.</source>
        <translation>创建一个新的空卷。</translation>
    </message>
    <message>
        <source>Prune…</source>
        <translation>清理…</translation>
    </message>
    <message>
        <source>Removes volumes that no container uses, after showing which.</source>
        <translation>移除没有容器使用的卷，移除前会先列出。</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Counts the files of the volume and how large they are.</source>
        <translation>统计卷中的文件数量和大小。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Gives the volume another name.</source>
        <translation>给卷换一个名称。</translation>
    </message>
    <message>
        <source>Clone…</source>
        <translation>克隆…</translation>
    </message>
    <message>
        <source>Makes a new volume with the same files.</source>
        <translation>创建一个内容相同的新卷。</translation>
    </message>
    <message>
        <source>Back Up…</source>
        <translation>备份…</translation>
    </message>
    <message>
        <source>Writes what the volume holds into an archive.</source>
        <translation>将卷的内容写入归档文件。</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Replaces what the volume holds by what an archive holds.</source>
        <translation>用归档文件的内容替换卷的内容。</translation>
    </message>
    <message>
        <source>Empty…</source>
        <translation>清空…</translation>
    </message>
    <message>
        <source>Deletes all that the volume holds, and keeps the volume.</source>
        <translation>删除卷中的全部内容，保留卷本身。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Removes the volume with all it holds. It can be undone for ten seconds.</source>
        <translation>移除卷及其全部内容。十秒内可以撤消。</translation>
    </message>
    <message>
        <source>Could not count what the volume holds.</source>
        <translation>无法统计卷的内容。</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::WaitingBar</name>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Takes back what waits for the next start.</source>
        <translation>撤回等待下次启动的更改。</translation>
    </message>
    <message>
        <source>Restart Now</source>
        <translation>立即重启</translation>
    </message>
    <message>
        <source>Stops the container and starts it again, with the changes.</source>
        <translation>停止容器并带着更改重新启动。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for the next start</source>
        <translation>
            <numerusform>%n 项更改等待下次启动</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::WhatForm</name>
    <message>
        <source>Installed app</source>
        <translation>已安装的应用</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>This computer (read-only) + writable layer</source>
        <translation>本机（只读）+ 可写层</translation>
    </message>
    <message>
        <source>Folder… (read-only) + writable layer</source>
        <translation>文件夹…（只读）+ 可写层</translation>
    </message>
    <message>
        <source>Archive (tar)… + writable layer</source>
        <translation>归档 (tar)… + 可写层</translation>
    </message>
    <message>
        <source>throw the layer away when it ends</source>
        <translation>结束后丢弃该层</translation>
    </message>
    <message>
        <source>Search installed apps</source>
        <translation>搜索已安装的应用</translation>
    </message>
    <message>
        <source>Installed apps</source>
        <translation>已安装的应用</translation>
    </message>
    <message>
        <source>No apps are installed on this computer: run a command instead</source>
        <translation>本机没有安装应用：请改为运行命令</translation>
    </message>
    <message>
        <source>Choose an app</source>
        <translation>选择应用</translation>
    </message>
    <message>
        <source>Folder That Becomes the Root</source>
        <translation>作为根的文件夹</translation>
    </message>
    <message>
        <source>Root File System Archive</source>
        <translation>根文件系统归档</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz);;All files (*)</source>
        <translation>归档 (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 (read-only) + writable layer</source>
        <translation>%1（只读）+ 可写层</translation>
    </message>
    <message>
        <source>Image… + writable layer</source>
        <translation>镜像… + 可写层</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::units</name>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>vitrine::gui</name>
    <message>
        <source>%1 of %2 cores</source>
        <translation>%1 von %2 Kernen</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 Kerne</translation>
    </message>
    <message>
        <source>cache %1</source>
        <translation>Cache %1</translation>
    </message>
    <message>
        <source>kernel %1</source>
        <translation>Kernel %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>Schreiben %1</translation>
    </message>
    <message>
        <source>read %1</source>
        <translation>Lesen %1</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>kein Netzwerk</translation>
    </message>
    <message>
        <source>down %1</source>
        <translation>Empfang %1</translation>
    </message>
    <message>
        <source>up %1</source>
        <translation>Versand %1</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>am Ende</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>Throttled: its CPU time was used up</source>
        <translation>Gedrosselt: die CPU-Zeit war aufgebraucht</translation>
    </message>
    <message>
        <source>Slowed down: above the soft limit of memory</source>
        <translation>Verlangsamt: über der weichen Speichergrenze</translation>
    </message>
    <message>
        <source>Limit changed</source>
        <translation>Grenze geändert</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU-Zeit</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>CPU-Gewicht</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>Memory, hard limit</source>
        <translation>Speicher, harte Grenze</translation>
    </message>
    <message>
        <source>Memory, soft limit</source>
        <translation>Speicher, weiche Grenze</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Auslagerung</translation>
    </message>
    <message>
        <source>Disk write · %1</source>
        <translation>Schreiben · %1</translation>
    </message>
    <message>
        <source>Disk read · %1</source>
        <translation>Lesen · %1</translation>
    </message>
    <message>
        <source>Writes a second · %1</source>
        <translation>Schreibzugriffe je Sekunde · %1</translation>
    </message>
    <message>
        <source>Reads a second · %1</source>
        <translation>Lesezugriffe je Sekunde · %1</translation>
    </message>
    <message>
        <source>Disk weight</source>
        <translation>Datenträger-Gewicht</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>1 process</source>
        <translation>1 Prozess</translation>
    </message>
    <message>
        <source>%1 processes</source>
        <translation>%1 Prozesse</translation>
    </message>
    <message>
        <source>signal %1 (%2)</source>
        <translation>Signal %1 (%2)</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>Signal %1</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Wird vorbereitet …</translation>
    </message>
    <message>
        <source>Preparing %1 %</source>
        <translation>Vorbereitung %1 %</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Stopped %1</source>
        <translation>Gestoppt %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Could not start: %1</source>
        <translation>Start fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>Beendet: %1</translation>
    </message>
    <message>
        <source>out of memory at %1</source>
        <translation>Speicher erschöpft bei %1</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>Speicher erschöpft</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Rückgabewert %1</translation>
    </message>
    <message>
        <source>nobody was there to see how</source>
        <translation>niemand hat gesehen, wie</translation>
    </message>
    <message>
        <source>Not started yet · %1</source>
        <translation>Noch nicht gestartet · %1</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird gestoppt …</translation>
    </message>
    <message>
        <source>Paused · %1</source>
        <translation>Angehalten · %1</translation>
    </message>
    <message>
        <source>Running · %1 · %2</source>
        <translation>Läuft · %1 · %2</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>in Vorbereitung</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht gestartet</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>wird gestoppt</translation>
    </message>
    <message>
        <source>ended badly</source>
        <translation>mit Fehler beendet</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>am %1</translation>
    </message>
    <message>
        <source>app</source>
        <translation>App</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>Memory nearly full</source>
        <translation>Speicher fast voll</translation>
    </message>
    <message>
        <source>used at most %1</source>
        <translation>höchstens %1 belegt</translation>
    </message>
    <message>
        <source>Control groups</source>
        <translation>Control Groups</translation>
    </message>
    <message>
        <source>version 2: %1</source>
        <translation>Version 2: %1</translation>
    </message>
    <message>
        <source>version 2 is not mounted</source>
        <translation>Version 2 ist nicht eingehängt</translation>
    </message>
    <message>
        <source>%1: %2 are bound to version 1</source>
        <translation>%1: %2 sind an Version 1 gebunden</translation>
    </message>
    <message>
        <source>Limits need version 2: add %1 to the kernel command line and restart.</source>
        <translation>Grenzen brauchen Version 2: %1 an die Kernel-Befehlszeile anfügen und neu starten.</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message>
        <source>Helper</source>
        <translation>Hilfsdienst</translation>
    </message>
    <message>
        <source>The helper starts containers. It comes with Vitrine&apos;s package and starts by itself when it is asked; it can also be started by hand.</source>
        <translation>Der Hilfsdienst startet Container. Er gehört zum Paket von Vitrine und startet von selbst, wenn er gefragt wird; er lässt sich auch von Hand starten.</translation>
    </message>
    <message>
        <source>this computer&apos;s programs and libraries</source>
        <translation>Programme und Bibliotheken dieses Computers</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>/home, /root, /var</source>
        <translation>/home, /root, /var</translation>
    </message>
    <message>
        <source>the container&apos;s own; kept until it is deleted</source>
        <translation>gehört dem Container; bleibt, bis er gelöscht wird</translation>
    </message>
    <message>
        <source>private</source>
        <translation>privat</translation>
    </message>
    <message>
        <source>folder %1 · changes go to a layer of the container&apos;s own</source>
        <translation>Ordner %1 · Änderungen landen in einer eigenen Schicht des Containers</translation>
    </message>
    <message>
        <source>unpacked from %1 · the container&apos;s own</source>
        <translation>entpackt aus %1 · gehört dem Container</translation>
    </message>
    <message>
        <source>read and write</source>
        <translation>lesen und schreiben</translation>
    </message>
    <message>
        <source>temporary, %1</source>
        <translation>temporär, %1</translation>
    </message>
    <message>
        <source>folder %1</source>
        <translation>Ordner %1</translation>
    </message>
    <message>
        <source>/run, /dev/shm</source>
        <translation>/run, /dev/shm</translation>
    </message>
    <message>
        <source>/tmp, /run, /dev/shm</source>
        <translation>/tmp, /run, /dev/shm</translation>
    </message>
    <message>
        <source>temporary; gone when it ends</source>
        <translation>temporär; mit dem Ende verschwunden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Files from</source>
        <translation>Dateien aus</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Runs as</source>
        <translation>Läuft als</translation>
    </message>
    <message>
        <source>Disk limits</source>
        <translation>Datenträger-Grenzen</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>Einhängungen</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Rechnername</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Anzeige</translation>
    </message>
    <message>
        <source>App</source>
        <translation>App</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Keyboard input</source>
        <translation>Tastatureingabe</translation>
    </message>
    <message>
        <source>Throw away when it ends</source>
        <translation>Nach dem Ende wegwerfen</translation>
    </message>
    <message>
        <source>Time to stop</source>
        <translation>Zeit zum Beenden</translation>
    </message>
    <message>
        <source>What the container is called here and on the command line.</source>
        <translation>Wie der Container hier und auf der Befehlszeile heißt.</translation>
    </message>
    <message>
        <source>The program and its arguments, quoted as in a shell. No shell is started for it.</source>
        <translation>Das Programm und seine Argumente, in Anführungszeichen wie in einer Shell. Es wird keine Shell dafür gestartet.</translation>
    </message>
    <message>
        <source>Which files the command sees as its root file system. They are never changed: what it writes goes to a layer of its own.</source>
        <translation>Welche Dateien der Befehl als sein Wurzeldateisystem sieht. Sie werden nie geändert: was er schreibt, landet in einer eigenen Schicht.</translation>
    </message>
    <message>
        <source>The folder or archive that becomes the root file system.</source>
        <translation>Der Ordner oder das Archiv, das zum Wurzeldateisystem wird.</translation>
    </message>
    <message>
        <source>Isolated: root inside is nobody outside. Me: what it does outside, it does as you.</source>
        <translation>Isoliert: root im Container ist außen niemand. Ich: was er außen tut, tut er als Sie.</translation>
    </message>
    <message>
        <source>None: only the loopback device. Private: a virtual cable to this computer, with internet access.</source>
        <translation>Keines: nur das Loopback-Gerät. Privat: ein virtuelles Kabel zu diesem Computer, mit Internetzugang.</translation>
    </message>
    <message>
        <source>How much CPU time it may use, in cores: 0.5 is half of one core.</source>
        <translation>Wie viel CPU-Zeit er nutzen darf, in Kernen: 0,5 ist ein halber Kern.</translation>
    </message>
    <message>
        <source>Its share when containers compete for the CPU. 100 is ordinary, 200 is twice as much.</source>
        <translation>Sein Anteil, wenn Container um die CPU konkurrieren. 100 ist üblich, 200 ist doppelt so viel.</translation>
    </message>
    <message>
        <source>The cores that it may run on, such as 0-2,5.</source>
        <translation>Die Kerne, auf denen er laufen darf, etwa 0-2,5.</translation>
    </message>
    <message>
        <source>It cannot use more than this: at the limit the kernel ends one of its processes.</source>
        <translation>Mehr kann er nicht belegen: an der Grenze beendet der Kernel einen seiner Prozesse.</translation>
    </message>
    <message>
        <source>Above this it is slowed down and its memory is reclaimed, but nothing is ended.</source>
        <translation>Darüber wird er verlangsamt und sein Speicher zurückgefordert, aber nichts beendet.</translation>
    </message>
    <message>
        <source>How much of its memory may be moved to disk. 0 means none.</source>
        <translation>Wie viel seines Speichers auf den Datenträger ausgelagert werden darf. 0 heißt nichts.</translation>
    </message>
    <message>
        <source>How many processes and threads may exist at once, with process 1. More are refused.</source>
        <translation>Wie viele Prozesse und Threads zugleich bestehen dürfen, Prozess 1 mitgezählt. Weitere werden abgelehnt.</translation>
    </message>
    <message>
        <source>Its share when containers compete for a disk. 100 is ordinary.</source>
        <translation>Sein Anteil, wenn Container um einen Datenträger konkurrieren. 100 ist üblich.</translation>
    </message>
    <message>
        <source>The most that it may read and write on one disk each second.</source>
        <translation>Wie viel er je Sekunde auf einem Datenträger höchstens lesen und schreiben darf.</translation>
    </message>
    <message>
        <source>Devices of this computer that it may use. An administrator has to agree.</source>
        <translation>Geräte dieses Computers, die er benutzen darf. Ein Administrator muss zustimmen.</translation>
    </message>
    <message>
        <source>Folders of yours that it sees, and temporary ones that vanish when it ends.</source>
        <translation>Ordner von Ihnen, die er sieht, und temporäre, die mit seinem Ende verschwinden.</translation>
    </message>
    <message>
        <source>Environment variables for the command. Nothing of your own environment is passed on.</source>
        <translation>Umgebungsvariablen für den Befehl. Von Ihrer eigenen Umgebung wird nichts weitergegeben.</translation>
    </message>
    <message>
        <source>The user inside who runs the command: a name, or a number.</source>
        <translation>Der Benutzer im Container, der den Befehl ausführt: ein Name oder eine Nummer.</translation>
    </message>
    <message>
        <source>The folder inside in which the command starts.</source>
        <translation>Der Ordner im Container, in dem der Befehl startet.</translation>
    </message>
    <message>
        <source>What the container calls itself; its name when empty.</source>
        <translation>Wie der Container sich selbst nennt; leer: sein Name.</translation>
    </message>
    <message>
        <source>The installed app that it runs.</source>
        <translation>Die installierte App, die er ausführt.</translation>
    </message>
    <message>
        <source>Gives the command a terminal of its own.</source>
        <translation>Gibt dem Befehl ein eigenes Terminal.</translation>
    </message>
    <message>
        <source>Keeps the command&apos;s input open, so that you can type to it.</source>
        <translation>Hält die Eingabe des Befehls offen, sodass Sie ihm etwas eingeben können.</translation>
    </message>
    <message>
        <source>Deletes the container, with what it wrote, as soon as it ends.</source>
        <translation>Löscht den Container mit allem, was er geschrieben hat, sobald er endet.</translation>
    </message>
    <message>
        <source>How long it may take to end by itself when stopped, before it is forced.</source>
        <translation>Wie lange er beim Stoppen von selbst enden darf, bevor er dazu gezwungen wird.</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 ist nicht da</translation>
    </message>
    <message>
        <source>You cannot read %1</source>
        <translation>Sie können %1 nicht lesen</translation>
    </message>
    <message>
        <source>You cannot write to %1, so nothing inside can</source>
        <translation>Sie können in %1 nicht schreiben, also kann es auch im Container niemand</translation>
    </message>
    <message>
        <source>This computer does not offer the %1 controller of cgroup version 2; This Computer says what to do</source>
        <translation>Dieser Computer bietet den Controller %1 der cgroup-Version 2 nicht; „Dieser Computer“ sagt, was zu tun ist</translation>
    </message>
    <message>
        <source>You have a container called %1 already</source>
        <translation>Sie haben schon einen Container namens %1</translation>
    </message>
    <message>
        <source>%1 is not there, or you cannot read it</source>
        <translation>%1 ist nicht da, oder Sie können es nicht lesen</translation>
    </message>
    <message>
        <source>Call It %1</source>
        <translation>%1 nennen</translation>
    </message>
    <message>
        <source>Remove This Mount</source>
        <translation>Diese Einhängung entfernen</translation>
    </message>
    <message>
        <source>Make Read-Only</source>
        <translation>Nur lesbar machen</translation>
    </message>
    <message>
        <source>Make This Folder</source>
        <translation>Diesen Ordner anlegen</translation>
    </message>
    <message>
        <source>Run as Me</source>
        <translation>Als ich ausführen</translation>
    </message>
    <message>
        <source>Run without a Window</source>
        <translation>Ohne Fenster ausführen</translation>
    </message>
    <message>
        <source>Remove This Limit</source>
        <translation>Diese Grenze entfernen</translation>
    </message>
    <message>
        <source>“%1” is not a whole number</source>
        <translation>„%1“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>“%1” is not a number of cores</source>
        <translation>„%1“ ist keine Anzahl von Kernen</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Change what is named above and try again.</source>
        <translation>Ändern Sie das oben Genannte und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Try again and give the password that is asked for. If nothing asks, This Computer says why.</source>
        <translation>Versuchen Sie es noch einmal und geben Sie das verlangte Passwort ein. Fragt niemand danach, sagt „Dieser Computer“ warum.</translation>
    </message>
    <message>
        <source>Choose a file or folder that you can open yourself, or make the mount read-only.</source>
        <translation>Wählen Sie eine Datei oder einen Ordner, den Sie selbst öffnen können, oder machen Sie die Einhängung nur lesbar.</translation>
    </message>
    <message>
        <source>Choose another root file system.</source>
        <translation>Wählen Sie ein anderes Wurzeldateisystem.</translation>
    </message>
    <message>
        <source>Delete containers that you no longer need.</source>
        <translation>Löschen Sie Container, die Sie nicht mehr brauchen.</translation>
    </message>
    <message>
        <source>Free some space on the disk that holds /var/lib/vitrine.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger mit /var/lib/vitrine.</translation>
    </message>
    <message>
        <source>Stop something that runs and try again.</source>
        <translation>Stoppen Sie etwas Laufendes und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This Computer says what is missing and how to get it.</source>
        <translation>„Dieser Computer“ sagt, was fehlt und woher es kommt.</translation>
    </message>
    <message>
        <source>Vitrine was updated. Close this window and open it again.</source>
        <translation>Vitrine wurde aktualisiert. Schließen Sie dieses Fenster und öffnen Sie es wieder.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Warten Sie einen Augenblick und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Lets it show windows on the display of your session: Wayland, or else X11.</source>
        <translation>Lässt ihn Fenster auf der Anzeige Ihrer Sitzung zeigen: Wayland, sonst X11.</translation>
    </message>
    <message>
        <source>Remove This Disk Limit</source>
        <translation>Diese Datenträger-Grenze entfernen</translation>
    </message>
    <message>
        <source>What the container uses over time. Where there is a dashed line, it is the limit: drag it, or use the arrow keys; Del or a double click on its grip removes it.</source>
        <translation>Was der Container im Lauf der Zeit verbraucht. Eine gestrichelte Linie ist die Grenze: ziehen Sie sie oder nehmen Sie die Pfeiltasten; Entf oder ein Doppelklick auf den Griff entfernt sie.</translation>
    </message>
    <message>
        <source>The number leaves out inactive file cache, which the kernel gives back whenever it is needed.</source>
        <translation>Die Zahl lässt inaktiven Dateicache aus, den der Kernel bei Bedarf jederzeit zurückgibt.</translation>
    </message>
    <message numerus="yes">
        <source>Out of memory: %n process(es) killed</source>
        <translation>
            <numerusform>Speicher erschöpft: %n Prozess beendet</numerusform>
            <numerusform>Speicher erschöpft: %n Prozesse beendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process start(s) refused</source>
        <translation>
            <numerusform>%n Prozessstart abgelehnt</numerusform>
            <numerusform>%n Prozessstarts abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) killed for lack of memory</source>
        <translation>
            <numerusform>%n Prozess wegen Speichermangels beendet</numerusform>
            <numerusform>%n Prozesse wegen Speichermangels beendet</numerusform>
        </translation>
    </message>
    <message>
        <source>Throttled in %1 of its periods</source>
        <translation>In %1 der Perioden gedrosselt</translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n Schicht</numerusform>
            <numerusform>%n Schichten</numerusform>
        </translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>Digest</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>Gebaut</translation>
    </message>
    <message>
        <source>Came here</source>
        <translation>Hergeholt</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>Plattform</translation>
    </message>
    <message>
        <source>Entry point</source>
        <translation>Einstiegspunkt</translation>
    </message>
    <message>
        <source>User inside</source>
        <translation>Benutzer im Container</translation>
    </message>
    <message>
        <source>Working folder</source>
        <translation>Arbeitsordner</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Ports</translation>
    </message>
    <message>
        <source>Wants volumes at</source>
        <translation>Wünscht Volumes in</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>Stoppsignal</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>%1, base</source>
        <translation>%1, Grundlage</translation>
    </message>
    <message>
        <source>Added files</source>
        <translation>Hinzugefügte Dateien</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message numerus="yes">
        <source>shared with %n image(s)</source>
        <translation>
            <numerusform>mit %n Image geteilt</numerusform>
            <numerusform>mit %n Images geteilt</numerusform>
        </translation>
    </message>
    <message>
        <source>A name begins with a letter or digit; letters, digits, “_”, “.” and “-” follow, 63 at most.</source>
        <translation>Ein Name beginnt mit einem Buchstaben oder einer Ziffer; es folgen Buchstaben, Ziffern, „_“, „.“ und „-“, höchstens 63 Zeichen.</translation>
    </message>
    <message>
        <source>A name has no blanks, as “web:1”.</source>
        <translation>Ein Name hat keine Leerzeichen, etwa „web:1“.</translation>
    </message>
    <message>
        <source>New image</source>
        <translation>Neues Image</translation>
    </message>
    <message>
        <source>Image without a name</source>
        <translation>Image ohne Namen</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht benutzt</translation>
    </message>
    <message numerus="yes">
        <source>used by %n container(s)</source>
        <translation>
            <numerusform>benutzt von %n Container</numerusform>
            <numerusform>benutzt von %n Containern</numerusform>
        </translation>
    </message>
    <message>
        <source>layer %1 of %2</source>
        <translation>Schicht %1 von %2</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Wird importiert…</translation>
    </message>
    <message>
        <source>importing</source>
        <translation>wird importiert</translation>
    </message>
    <message>
        <source>not imported</source>
        <translation>nicht importiert</translation>
    </message>
    <message>
        <source>Not imported: %1</source>
        <translation>Nicht importiert: %1</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Benutzung</translation>
    </message>
    <message>
        <source>image %1 · changes go to a layer of the container&apos;s own</source>
        <translation>Image %1 · Änderungen kommen in eine eigene Schicht des Containers</translation>
    </message>
    <message>
        <source>Signal to stop</source>
        <translation>Signal zum Anhalten</translation>
    </message>
    <message>
        <source>What stands before the command, instead of what the image says.</source>
        <translation>Was vor dem Befehl steht, statt dessen, was das Image sagt.</translation>
    </message>
    <message>
        <source>The signal that asks it to end, such as TERM or QUIT.</source>
        <translation>Das Signal, das ihn um sein Ende bittet, etwa TERM oder QUIT.</translation>
    </message>
    <message>
        <source>until it ends</source>
        <translation>bis er endet</translation>
    </message>
    <message>
        <source>at next start</source>
        <translation>beim nächsten Start</translation>
    </message>
    <message>
        <source>kept for next start</source>
        <translation>für den nächsten Start behalten</translation>
    </message>
    <message>
        <source>at next start: %1</source>
        <translation>beim nächsten Start: %1</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 kann nicht verwendet werden: %2</translation>
    </message>
    <message>
        <source>user %1 of this computer, whom the container does not know</source>
        <translation>Benutzer %1 dieses Computers, den der Container nicht kennt</translation>
    </message>
    <message>
        <source>user %1 inside</source>
        <translation>Benutzer %1 im Container</translation>
    </message>
    <message>
        <source>%1 belongs to %2; the command runs as user %3, so it cannot write there</source>
        <translation>%1 gehört %2; der Befehl läuft als Benutzer %3, daher kann er dort nicht schreiben</translation>
    </message>
    <message>
        <source>%1 belongs to %2; the command runs as user %3, so it cannot read there</source>
        <translation>%1 gehört %2; der Befehl läuft als Benutzer %3, daher kann er dort nicht lesen</translation>
    </message>
    <message>
        <source>%1 base</source>
        <translation>%1, Grundschicht</translation>
    </message>
    <message>
        <source>layer %1 · %2…</source>
        <translation>Schicht %1 · %2…</translation>
    </message>
    <message>
        <source>This computer&apos;s programs</source>
        <translation>Die Programme dieses Computers</translation>
    </message>
    <message>
        <source>/usr and parts of /etc, read-only</source>
        <translation>/usr und Teile von /etc, nur lesbar</translation>
    </message>
    <message>
        <source>layer 1 · folder %1</source>
        <translation>Schicht 1 · Ordner %1</translation>
    </message>
    <message>
        <source>layer 1 · unpacked from %1</source>
        <translation>Schicht 1 · entpackt aus %1</translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n hinzugefügt</numerusform>
            <numerusform>%n hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n geändert</numerusform>
            <numerusform>%n geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>%n gelöscht</numerusform>
            <numerusform>%n gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 B</source>
        <comment>bytes</comment>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>nobody outside</source>
        <translation>außen niemand</translation>
    </message>
    <message>
        <source>%1 outside</source>
        <translation>außen %1</translation>
    </message>
    <message>
        <source>owner %1 inside, %2</source>
        <translation>Eigentümer innen %1, %2</translation>
    </message>
    <message>
        <source>%1 (nobody outside)</source>
        <translation>%1 (außen niemand)</translation>
    </message>
    <message>
        <source>%1 (%2 outside)</source>
        <translation>%1 (außen %2)</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for restart</source>
        <translation>
            <numerusform>%n Änderung wartet auf Neustart</numerusform>
            <numerusform>%n Änderungen warten auf Neustart</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>volume for this container alone</source>
        <translation>Volume nur für diesen Container</translation>
    </message>
    <message>
        <source>volume %1</source>
        <translation>Volume %1</translation>
    </message>
    <message>
        <source>without what is mounted below it</source>
        <translation>ohne das, was darunter eingehängt ist</translation>
    </message>
    <message>
        <source>with what is mounted there later</source>
        <translation>mit dem, was dort später eingehängt wird</translation>
    </message>
    <message>
        <source>no programs</source>
        <translation>keine Programme</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Actions</name>
    <message>
        <source>New…</source>
        <translation>Neu …</translation>
    </message>
    <message>
        <source>Makes a new container: what it runs, its files and its limits.</source>
        <translation>Legt einen neuen Container an: was er ausführt, seine Dateien und seine Grenzen.</translation>
    </message>
    <message>
        <source>Run an App…</source>
        <translation>App starten …</translation>
    </message>
    <message>
        <source>Runs an app of this computer in a container of its own.</source>
        <translation>Führt eine App dieses Computers in einem eigenen Container aus.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Starts the chosen container.</source>
        <translation>Startet den gewählten Container.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Asks the container to end, and ends it after its time-out.</source>
        <translation>Bittet den Container zu enden und beendet ihn nach Ablauf seiner Frist.</translation>
    </message>
    <message>
        <source>Force Stop</source>
        <translation>Stoppen erzwingen</translation>
    </message>
    <message>
        <source>Ends every process of the container at once. What is not saved is lost.</source>
        <translation>Beendet sofort alle Prozesse des Containers. Nicht Gespeichertes geht verloren.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Stops the container and starts it again.</source>
        <translation>Stoppt den Container und startet ihn wieder.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Freezes every process of the container, or lets them go on.</source>
        <translation>Friert alle Prozesse des Containers ein oder lässt sie weiterlaufen.</translation>
    </message>
    <message>
        <source>Cancel Preparing</source>
        <translation>Vorbereitung abbrechen</translation>
    </message>
    <message>
        <source>Gives up unpacking and deletes the container.</source>
        <translation>Bricht das Entpacken ab und löscht den Container.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Changes the name in place.</source>
        <translation>Ändert den Namen an Ort und Stelle.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deletes the container with its own files. It can be undone for ten seconds.</source>
        <translation>Löscht den Container mit seinen eigenen Dateien. Das lässt sich zehn Sekunden lang rückgängig machen.</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Takes back the last change of a limit, or the last Delete.</source>
        <translation>Nimmt die letzte Änderung einer Grenze oder das letzte Löschen zurück.</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Explain This Control</source>
        <translation>Dieses Element erklären</translation>
    </message>
    <message>
        <source>About Vitrine</source>
        <translation>Über Vitrine</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Changes what the container runs, its files and its limits.</source>
        <translation>Ändert, was der Container ausführt, seine Dateien und seine Grenzen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::AddMountDialog</name>
    <message>
        <source>read-only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>keep for next start</source>
        <translation>für den nächsten Start behalten</translation>
    </message>
    <message>
        <source>Add Folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Place inside</source>
        <translation>Ort im Container</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Arrivals</name>
    <message>
        <source>Could not import %1.</source>
        <translation>%1 konnte nicht importiert werden.</translation>
    </message>
    <message>
        <source>Could not pull %1.</source>
        <translation>%1 konnte nicht geholt werden.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChangeTree</name>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>copied up</source>
        <translation>hochkopiert</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChartPanel</name>
    <message>
        <source>Back to Live</source>
        <translation>Zurück zur Gegenwart</translation>
    </message>
    <message>
        <source>Follow the present again (0)</source>
        <translation>Wieder der Gegenwart folgen (0)</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>Show the last %1</source>
        <translation>Die letzten %1 zeigen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused, %1 back</source>
        <translation>Angehalten, %1 zurück</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChartsPage</name>
    <message>
        <source>The limit was not changed: %1</source>
        <translation>Die Grenze wurde nicht geändert: %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The limits of “%1” were not changed: %2</source>
        <translation>Die Grenzen von „%1“ wurden nicht geändert: %2</translation>
    </message>
    <message>
        <source>What it uses cannot be read: %1</source>
        <translation>Was er verbraucht, lässt sich nicht lesen: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::CommandsDialog</name>
    <message>
        <source>%1 as Commands</source>
        <translation>%1 als Befehle</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>The same with Vitrine&apos;s command line</source>
        <translation>Dasselbe auf der Befehlszeile von Vitrine</translation>
    </message>
    <message>
        <source>What it amounts to, step by step, as root</source>
        <translation>Worauf es hinausläuft, Schritt für Schritt, als root</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerCommands</name>
    <message>
        <source>Could not stop “%1”.</source>
        <translation>„%1“ ließ sich nicht stoppen.</translation>
    </message>
    <message>
        <source>Could not force “%1” to stop.</source>
        <translation>Das Stoppen von „%1“ ließ sich nicht erzwingen.</translation>
    </message>
    <message>
        <source>Could not resume “%1”.</source>
        <translation>„%1“ ließ sich nicht fortsetzen.</translation>
    </message>
    <message>
        <source>Could not pause “%1”.</source>
        <translation>„%1“ ließ sich nicht anhalten.</translation>
    </message>
    <message>
        <source>Could not cancel the preparing of “%1”.</source>
        <translation>Die Vorbereitung von „%1“ ließ sich nicht abbrechen.</translation>
    </message>
    <message>
        <source>Could not rename “%1”.</source>
        <translation>„%1“ ließ sich nicht umbenennen.</translation>
    </message>
    <message>
        <source>Could not start “%1”.</source>
        <translation>„%1“ ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>It failed at the step “%1”.</source>
        <translation>Es scheiterte beim Schritt „%1“.</translation>
    </message>
    <message>
        <source>This Computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Could not take back the changes of “%1”.</source>
        <translation>Die Änderungen von „%1“ konnten nicht zurückgenommen werden.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerDelegate</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Neuer Name</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerHeader</name>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Changes what the container runs, its files and its limits.</source>
        <translation>Ändert, was der Container ausführt, seine Dateien und seine Grenzen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerPage</name>
    <message>
        <source>Views of the container</source>
        <translation>Ansichten des Containers</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>Einhängungen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::CoreGrid</name>
    <message>
        <source>Cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>%1 % busy</source>
        <translation>%1 % ausgelastet</translation>
    </message>
    <message>
        <source>load not known</source>
        <translation>Auslastung unbekannt</translation>
    </message>
    <message>
        <source>CPU %1: %2, %3</source>
        <translation>CPU %1: %2, %3</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>verboten</translation>
    </message>
    <message>
        <source>%1 of %2 cores are allowed</source>
        <translation>%1 von %2 Kernen sind erlaubt</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnvironmentForm</name>
    <message>
        <source>root inside, or you when it runs as you</source>
        <translation>root im Container, oder Sie selbst, wenn er als Sie läuft</translation>
    </message>
    <message>
        <source>the container&apos;s name</source>
        <translation>der Name des Containers</translation>
    </message>
    <message>
        <source>NAME=value, one on each line</source>
        <translation>NAME=Wert, eine je Zeile</translation>
    </message>
    <message>
        <source>“%1” is not of the form NAME=value</source>
        <translation>„%1“ hat nicht die Form NAME=Wert</translation>
    </message>
    <message numerus="yes">
        <source>%n variable(s)</source>
        <translation>
            <numerusform>%n Variable</numerusform>
            <numerusform>%n Variablen</numerusform>
        </translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>folder %1</source>
        <translation>Ordner %1</translation>
    </message>
    <message>
        <source>host name %1</source>
        <translation>Rechnername %1</translation>
    </message>
    <message>
        <source>nothing of yours is passed on</source>
        <translation>nichts von Ihnen wird weitergegeben</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ExistingForm</name>
    <message>
        <source>The files of a container belong to its identity, which is chosen when it is created. For another one, make a new container.</source>
        <translation>Die Dateien eines Containers gehören seiner Identität, die bei der Erstellung gewählt wird. Für eine andere erstellen Sie einen neuen Container.</translation>
    </message>
    <message>
        <source>The files of a container stand on its root, which is chosen when it is created. For another one, make a new container.</source>
        <translation>Die Dateien eines Containers stehen auf seiner Wurzel, die bei der Erstellung gewählt wird. Für eine andere erstellen Sie einen neuen Container.</translation>
    </message>
    <message>
        <source>Throw the container away when it ends</source>
        <translation>Container verwerfen, wenn er endet</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ExportText</name>
    <message>
        <source>Exporting “%1” to %2…</source>
        <translation>„%1“ wird nach %2 exportiert…</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <translation>%1 %2 %</translation>
    </message>
    <message>
        <source>Export “%1”</source>
        <translation>„%1“ exportieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>“%1” is exported to %2.</source>
        <translation>„%1“ ist nach %2 exportiert.</translation>
    </message>
    <message>
        <source>Could not export “%1”.</source>
        <translation>„%1“ konnte nicht exportiert werden.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FileTree</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FilesPage</name>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Add Files…</source>
        <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Read Anew</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Not a text.</source>
        <translation>Kein Text.</translation>
    </message>
    <message>
        <source>Save %1 In</source>
        <translation>%1 speichern in</translation>
    </message>
    <message>
        <source>Save %1 As</source>
        <translation>%1 speichern unter</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Could not save the file.</source>
        <translation>Die Datei konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>Add Files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Could not copy the files.</source>
        <translation>Die Dateien konnten nicht kopiert werden.</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>Making the folder</source>
        <translation>Ordner anlegen</translation>
    </message>
    <message>
        <source>Could not make the folder.</source>
        <translation>Der Ordner konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>%1 goes for good, with everything in it.</source>
        <translation>%1 wird endgültig gelöscht, mit allem darin.</translation>
    </message>
    <message>
        <source>%1 (%2) goes for good.</source>
        <translation>%1 (%2) wird endgültig gelöscht.</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Could not delete it.</source>
        <translation>Das Löschen ist fehlgeschlagen.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n file(s), %2</source>
        <translation>
            <numerusform>%1: %n Datei, %2</numerusform>
            <numerusform>%1: %n Dateien, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that are no plain files were left out, such as %1.</source>
        <translation>
            <numerusform>%n Eintrag, der keine gewöhnliche Datei ist, wurde ausgelassen: %1.</numerusform>
            <numerusform>%n Einträge, die keine gewöhnlichen Dateien sind, wurden ausgelassen, etwa %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>The files as the container sees them, whether it runs or not. Drop files here to copy them in, and drag them from here to copy them out.</source>
        <translation>Die Dateien, wie der Container sie sieht, ob er läuft oder nicht. Legen Sie Dateien hier ab, um sie hineinzukopieren, und ziehen Sie sie von hier weg, um sie herauszukopieren.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FolderView</name>
    <message>
        <source>Outside</source>
        <translation>Außen</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Innen</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageCommands</name>
    <message>
        <source>“%1” is in use.</source>
        <translation>„%1“ wird benutzt.</translation>
    </message>
    <message>
        <source>It belongs to: %1.</source>
        <translation>Es gehört zu: %1.</translation>
    </message>
    <message>
        <source>Delete what uses it first.</source>
        <translation>Löschen Sie zuerst, was es benutzt.</translation>
    </message>
    <message>
        <source>Import Images</source>
        <translation>Images importieren</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst *.tar.zstd)</source>
        <translation>Archive (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst *.tar.zstd)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Could not cancel the import of “%1”.</source>
        <translation>Das Importieren von „%1“ konnte nicht abgebrochen werden.</translation>
    </message>
    <message>
        <source>Could not remove “%1”.</source>
        <translation>„%1“ konnte nicht entfernt werden.</translation>
    </message>
    <message>
        <source>The image “%1” is removed.</source>
        <translation>Das Image „%1“ wird entfernt.</translation>
    </message>
    <message>
        <source>Name for “%1”</source>
        <translation>Name für „%1“</translation>
    </message>
    <message>
        <source>One more name</source>
        <translation>Ein weiterer Name</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Benennen</translation>
    </message>
    <message>
        <source>Could not give “%1” the name %2.</source>
        <translation>„%1“ konnte den Namen %2 nicht bekommen.</translation>
    </message>
    <message>
        <source>Could not take the name %1 away.</source>
        <translation>Der Name %1 konnte nicht weggenommen werden.</translation>
    </message>
    <message>
        <source>The name %1 is taken away.</source>
        <translation>Der Name %1 ist weggenommen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Could not find out what can be removed.</source>
        <translation>Was entfernt werden kann, ließ sich nicht feststellen.</translation>
    </message>
    <message>
        <source>There is nothing to clean up: every image has a name and is used.</source>
        <translation>Es gibt nichts aufzuräumen: jedes Image hat einen Namen und wird benutzt.</translation>
    </message>
    <message>
        <source>Prune Images</source>
        <translation>Images aufräumen</translation>
    </message>
    <message>
        <source>These images have no name, or no container uses them.</source>
        <translation>Diese Images haben keinen Namen, oder kein Container benutzt sie.</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n Image(s)</source>
        <translation>
            <numerusform>%n Image entfernen</numerusform>
            <numerusform>%n Images entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not clean up.</source>
        <translation>Das Aufräumen ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Import a Folder</source>
        <translation>Einen Ordner importieren</translation>
    </message>
    <message>
        <source>Pull an Image</source>
        <translation>Ein Image holen</translation>
    </message>
    <message>
        <source>Name in its registry</source>
        <translation>Name in der Registry</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>As “registry/image:tag”. It is fetched by skopeo as you, with the logins that you have.</source>
        <translation>Etwa „registry/image:tag“. skopeo holt es in Ihrem Namen, mit Ihren Anmeldungen.</translation>
    </message>
    <message>
        <source>OCI archive, for podman, skopeo and others (*.tar)</source>
        <translation>OCI-Archiv, für podman, skopeo und andere (*.tar)</translation>
    </message>
    <message>
        <source>Docker archive (*.tar)</source>
        <translation>Docker-Archiv (*.tar)</translation>
    </message>
    <message>
        <source>Files alone, as one root file system (*.tar)</source>
        <translation>Nur die Dateien, als ein Wurzeldateisystem (*.tar)</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageForm</name>
    <message>
        <source>Search images</source>
        <translation>Images durchsuchen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>There is no image yet: import or pull one in the section Images</source>
        <translation>Es gibt noch kein Image: importieren oder holen Sie eines unter „Images“</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>Wählen Sie ein Image</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageLayers</name>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>What the image is made of, the top layer first. A layer that several images have is kept once.</source>
        <translation>Woraus das Image besteht, die oberste Schicht zuerst. Eine Schicht, die mehrere Images haben, wird einmal aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImagePage</name>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>About the image</source>
        <translation>Über das Image</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Take this name away</source>
        <translation>Diesen Namen wegnehmen</translation>
    </message>
    <message>
        <source>Take the name %1 away</source>
        <translation>Den Namen %1 wegnehmen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImagesSection</name>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Your images: finished sets of files with the command to run. Archives can be dropped here.</source>
        <translation>Ihre Images: fertige Sätze von Dateien mit dem Befehl, der läuft. Archive und Ordner können hier abgelegt werden.</translation>
    </message>
    <message>
        <source>An image holds the files and the command of containers. Bring one here from an archive, and run as many containers from it as you like.</source>
        <translation>Ein Image enthält die Dateien und den Befehl von Containern. Holen Sie eines aus einem Archiv hierher und führen Sie beliebig viele Container daraus aus.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Brings images here from archives of this computer.</source>
        <translation>Holt Images aus Archiven dieses Computers hierher.</translation>
    </message>
    <message>
        <source>Prune…</source>
        <translation>Aufräumen…</translation>
    </message>
    <message>
        <source>Removes images that have no name or no user, after showing which.</source>
        <translation>Entfernt Images ohne Namen oder ohne Benutzer und zeigt vorher, welche.</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>Benennen…</translation>
    </message>
    <message>
        <source>Gives the image one more name.</source>
        <translation>Gibt dem Image einen weiteren Namen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removes the image. It can be undone for ten seconds.</source>
        <translation>Entfernt das Image. Zehn Sekunden lang lässt es sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Pull…</source>
        <translation>Holen…</translation>
    </message>
    <message>
        <source>Fetches an image from a registry.</source>
        <translation>Holt ein Image aus einer Registry.</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>Ausführen…</translation>
    </message>
    <message>
        <source>Makes a container from the image.</source>
        <translation>Legt aus dem Image einen Container an.</translation>
    </message>
    <message>
        <source>Import a Folder…</source>
        <translation>Einen Ordner importieren…</translation>
    </message>
    <message>
        <source>Brings an OCI layout, or a root file system, here as an image.</source>
        <translation>Holt ein OCI-Layout oder ein Wurzeldateisystem als Image hierher.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Writes the image into an archive that other programs read.</source>
        <translation>Schreibt das Image in ein Archiv, das andere Programme lesen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LayerStack</name>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LayersPage</name>
    <message>
        <source>A container writes to a layer of its own. What lies below is shared and never changed: a file that is written to is copied up first.</source>
        <translation>Ein Container schreibt in eine eigene Schicht. Was darunter liegt, wird geteilt und nie verändert: Eine Datei, in die geschrieben wird, wird erst nach oben kopiert.</translation>
    </message>
    <message>
        <source>Discard All Changes</source>
        <translation>Alle Änderungen verwerfen</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>filtern</translation>
    </message>
    <message>
        <source>Filter the changes</source>
        <translation>Änderungen filtern</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>Restore This File</source>
        <translation>Diese Datei wiederherstellen</translation>
    </message>
    <message>
        <source>What the file was like below</source>
        <translation>Wie die Datei darunter aussah</translation>
    </message>
    <message>
        <source>%1 grew to %2 in the writable layer. Data here is lost with the container: keep it in a volume.</source>
        <translation>%1 ist in der beschreibbaren Schicht auf %2 gewachsen. Daten dort gehen mit dem Container verloren: Bewahren Sie sie in einem Volume auf.</translation>
    </message>
    <message>
        <source>Writable layer</source>
        <translation>Beschreibbare Schicht</translation>
    </message>
    <message>
        <source> · lost when the container is deleted</source>
        <translation> · geht mit dem Container verloren</translation>
    </message>
    <message>
        <source>Stop the container first: it uses its layers.</source>
        <translation>Stoppen Sie zuerst den Container: Er benutzt seine Schichten.</translation>
    </message>
    <message>
        <source>below: %1</source>
        <translation>darunter: %1</translation>
    </message>
    <message>
        <source>only here: %1</source>
        <translation>nur hier: %1</translation>
    </message>
    <message>
        <source>Not a text.</source>
        <translation>Kein Text.</translation>
    </message>
    <message>
        <source>Could not restore the file.</source>
        <translation>Die Datei konnte nicht wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>All changes of this container are lost for good: %1, %2.</source>
        <translation>Alle Änderungen dieses Containers gehen endgültig verloren: %1, %2.</translation>
    </message>
    <message>
        <source>Could not discard the changes.</source>
        <translation>Die Änderungen konnten nicht verworfen werden.</translation>
    </message>
    <message>
        <source>Save as New Image…</source>
        <translation>Als neues Image speichern…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>The container is not ready yet.</source>
        <translation>Der Container ist noch nicht bereit.</translation>
    </message>
    <message>
        <source>The root is a folder of this computer: only a container of an image or an archive can be saved.</source>
        <translation>Die Wurzel ist ein Ordner dieses Computers: nur ein Container aus einem Image oder Archiv kann gespeichert werden.</translation>
    </message>
    <message>
        <source>Save “%1” as a New Image</source>
        <translation>„%1“ als neues Image speichern</translation>
    </message>
    <message>
        <source>Name of the image</source>
        <translation>Name des Images</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>what was done, if you like</source>
        <translation>was getan wurde, wenn Sie mögen</translation>
    </message>
    <message>
        <source>The image has what the container has written. What mounts show is not in it.</source>
        <translation>Das Image enthält, was der Container geschrieben hat. Was Einhängungen zeigen, ist nicht darin.</translation>
    </message>
    <message>
        <source>Could not save the container as an image.</source>
        <translation>Der Container konnte nicht als Image gespeichert werden.</translation>
    </message>
    <message>
        <source>Saving the image %1. Images shows how far it is.</source>
        <translation>Das Image %1 wird gespeichert. „Images“ zeigt, wie weit es ist.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The container is saved as the image %1.</source>
        <translation>Der Container ist als Image %1 gespeichert.</translation>
    </message>
    <message>
        <source>Root file system (*.tar)</source>
        <translation>Wurzeldateisystem (*.tar)</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitRow</name>
    <message>
        <source>Double click for no limit</source>
        <translation>Doppelklick für keine Grenze</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>at next start</source>
        <translation>beim nächsten Start</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitSpinBox</name>
    <message>
        <source>Type a value, or “off” for no limit</source>
        <translation>Einen Wert eingeben, oder „aus“ für keine Grenze</translation>
    </message>
    <message>
        <source>a number is expected, or “off”</source>
        <translation>eine Zahl wird erwartet, oder „aus“</translation>
    </message>
    <message>
        <source>from %1 to %2 is possible</source>
        <translation>möglich ist %1 bis %2</translation>
    </message>
    <message>
        <source>a size such as “256 MiB” is expected, or “off”</source>
        <translation>eine Größe wie „256 MiB“ wird erwartet, oder „aus“</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsForm</name>
    <message>
        <source>read, bytes/s</source>
        <translation>Lesen, Byte/s</translation>
    </message>
    <message>
        <source>write, bytes/s</source>
        <translation>Schreiben, Byte/s</translation>
    </message>
    <message>
        <source>reads/s</source>
        <translation>Lesezugriffe/s</translation>
    </message>
    <message>
        <source>writes/s</source>
        <translation>Schreibzugriffe/s</translation>
    </message>
    <message>
        <source>“%1” is not a whole number</source>
        <translation>„%1“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>Add Disk Limit</source>
        <translation>Datenträger-Grenze hinzufügen</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>%1 For example: %2</source>
        <translation>%1 Zum Beispiel: %2</translation>
    </message>
    <message>
        <source>needs the %1 controller</source>
        <translation>braucht den Controller %1</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Remove this disk limit</source>
        <translation>Diese Datenträger-Grenze entfernen</translation>
    </message>
    <message>
        <source>soft %1</source>
        <translation>weich %1</translation>
    </message>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>on cores %1</source>
        <translation>auf den Kernen %1</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n Prozess</numerusform>
            <numerusform>%n Prozesse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n disk limit(s)</source>
        <translation>
            <numerusform>%n Datenträger-Grenze</numerusform>
            <numerusform>%n Datenträger-Grenzen</numerusform>
        </translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>no limits</source>
        <translation>keine Grenzen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsModel</name>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>needs the “%1” controller</source>
        <translation>braucht den Controller „%1“</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsPanel</name>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>drag a line, or set here</source>
        <translation>Linie ziehen oder hier setzen</translation>
    </message>
    <message>
        <source>↶ Undo</source>
        <translation>↶ Rückgängig</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The kernel of this computer cannot hold every limit. This Computer says what to do.</source>
        <translation>Der Kernel dieses Computers kann nicht jede Grenze halten. „Dieser Computer“ sagt, was zu tun ist.</translation>
    </message>
    <message>
        <source>More Limits</source>
        <translation>Weitere Grenzen</translation>
    </message>
    <message>
        <source>Also operations a second, weights, and the other disks</source>
        <translation>Auch Zugriffe je Sekunde, Gewichte und die anderen Datenträger</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LogPage</name>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Keeps the newest line in view. Scrolling up switches it off.</source>
        <translation>Hält die neueste Zeile im Blick. Hochrollen schaltet es aus.</translation>
    </message>
    <message>
        <source>Time Stamps</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Find in log</source>
        <translation>Im Protokoll suchen</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Copy All</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Nothing written yet.</source>
        <translation>Noch nichts geschrieben.</translation>
    </message>
    <message>
        <source>The helper gave no log.</source>
        <translation>Der Hilfsdienst gab kein Protokoll.</translation>
    </message>
    <message>
        <source>The log cannot be read: %1</source>
        <translation>Das Protokoll lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>The log cannot be read any further: %1</source>
        <translation>Das Protokoll lässt sich nicht weiterlesen: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n older line(s) left out.</source>
        <translation>
            <numerusform>%n ältere Zeile ausgelassen.</numerusform>
            <numerusform>%n ältere Zeilen ausgelassen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LogView</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What the command wrote, oldest first; what it wrote to standard error is in another colour. Control characters are shown, not obeyed.</source>
        <translation>Was der Befehl geschrieben hat, Ältestes zuerst; was er auf die Standardfehlerausgabe schrieb, hat eine andere Farbe. Steuerzeichen werden gezeigt, nicht befolgt.</translation>
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
        <translation>Es ließ sich nicht erfragen, was dieser Computer bietet.</translation>
    </message>
    <message>
        <source>Vitrine&apos;s helper does not answer.</source>
        <translation>Der Hilfsdienst von Vitrine antwortet nicht.</translation>
    </message>
    <message>
        <source>This Computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>Vitrine %1: see-through containers for the Linux desktop. GPL-3.0-or-later.</source>
        <translation>Vitrine %1: durchsichtige Container für den Linux-Desktop. GPL-3.0-or-later.</translation>
    </message>
    <message>
        <source>Run an app or a command with its own files and limits.</source>
        <translation>Eine App oder einen Befehl mit eigenen Dateien und Grenzen ausführen.</translation>
    </message>
    <message>
        <source>Run an App…</source>
        <translation>App starten …</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MarksList</name>
    <message>
        <source>Marks on the time axis</source>
        <translation>Marken auf der Zeitachse</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MetricChart</name>
    <message>
        <source>Drag to change the limit, double click to remove it</source>
        <translation>Ziehen ändert die Grenze, Doppelklick entfernt sie</translation>
    </message>
    <message>
        <source>Pull down to set a limit</source>
        <translation>Nach unten ziehen setzt eine Grenze</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountDetails</name>
    <message>
        <source>with what is mounted below it</source>
        <translation>mit dem, was darunter eingehängt ist</translation>
    </message>
    <message>
        <source>A stick or another disk that is mounted in the folder can be used inside, too.</source>
        <translation>Auch ein Stick oder ein anderes Laufwerk, das in dem Ordner eingehängt ist, ist innen benutzbar.</translation>
    </message>
    <message>
        <source>also what is mounted there later</source>
        <translation>auch, was dort später eingehängt wird</translation>
    </message>
    <message>
        <source>A stick that you plug in while the container runs shows inside. Nothing that is mounted inside ever shows on this computer.</source>
        <translation>Ein Stick, den Sie einstecken, während der Container läuft, erscheint innen. Was innen eingehängt wird, erscheint nie auf diesem Computer.</translation>
    </message>
    <message>
        <source>empty at first</source>
        <translation>anfangs leer</translation>
    </message>
    <message>
        <source>A new volume is not filled with what the image has in its place.</source>
        <translation>Ein neues Volume wird nicht mit dem gefüllt, was das Image an der Stelle hat.</translation>
    </message>
    <message>
        <source>no programs</source>
        <translation>keine Programme</translation>
    </message>
    <message>
        <source>No program that lies there can be run inside.</source>
        <translation>Kein Programm, das dort liegt, kann innen ausgeführt werden.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountsForm</name>
    <message>
        <source>Add Folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Folder to Share</source>
        <translation>Freizugebender Ordner</translation>
    </message>
    <message>
        <source>Add Temporary</source>
        <translation>Temporären hinzufügen</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>oder einen Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Folder on this computer</source>
        <translation>Ordner auf diesem Computer</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Einen Ordner wählen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>64 MiB</source>
        <translation>64 MiB</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Temporary</source>
        <translation>Temporär</translation>
    </message>
    <message>
        <source>Place inside</source>
        <translation>Ort im Container</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>Remove this mount</source>
        <translation>Diese Einhängung entfernen</translation>
    </message>
    <message>
        <source>private</source>
        <translation>privat</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>you cannot read it</source>
        <translation>Sie können es nicht lesen</translation>
    </message>
    <message>
        <source>you can read</source>
        <translation>Sie können lesen</translation>
    </message>
    <message>
        <source>you can read and write</source>
        <translation>Sie können lesen und schreiben</translation>
    </message>
    <message>
        <source>you can read, not write</source>
        <translation>Sie können lesen, nicht schreiben</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message numerus="yes">
        <source>%n mount(s)</source>
        <translation>
            <numerusform>%n Einhängung</numerusform>
            <numerusform>%n Einhängungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n read-only</source>
        <translation>
            <numerusform>, %n nur lesbar</numerusform>
            <numerusform>, %n nur lesbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Add Volume…</source>
        <translation>Volume hinzufügen…</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>One of your volumes, or a name for a new one.</source>
        <translation>Eines Ihrer Volumes, oder ein Name für ein neues.</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>bleibt erhalten</translation>
    </message>
    <message>
        <source>new, kept</source>
        <translation>neu, bleibt erhalten</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>user %1 inside cannot write</source>
        <translation>Benutzer %1 innen kann nicht schreiben</translation>
    </message>
    <message>
        <source>user %1 inside cannot read</source>
        <translation>Benutzer %1 innen kann nicht lesen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>new, from the image</source>
        <translation>neu, vom Image</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountsPage</name>
    <message>
        <source>Mounts</source>
        <translation>Einhängungen</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>The places in the container&apos;s file system, where their files come from, and whether the container may change them. Drop a folder here to mount it.</source>
        <translation>Die Orte im Dateisystem des Containers, woher ihre Dateien kommen und ob der Container sie ändern darf. Legen Sie einen Ordner hier ab, um ihn einzuhängen.</translation>
    </message>
    <message>
        <source>Folder to Share</source>
        <translation>Freizugebender Ordner</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>oder einen Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Mount Now</source>
        <translation>Jetzt einhängen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Keep for Next Start</source>
        <translation>Für den nächsten Start behalten</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Now and at Next Start</source>
        <translation>Jetzt und beim nächsten Start</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>user %1 cannot write</source>
        <translation>Benutzer %1 kann nicht schreiben</translation>
    </message>
    <message>
        <source>user %1 cannot read</source>
        <translation>Benutzer %1 kann nicht lesen</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>Could not change the mounts.</source>
        <translation>Die Einhängungen konnten nicht geändert werden.</translation>
    </message>
    <message>
        <source>Show Volume</source>
        <translation>Volume zeigen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::NewContainerDialog</name>
    <message>
        <source>New Container</source>
        <translation>Neuer Container</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>Einhängungen</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>None: only the loopback device</source>
        <translation>Keines: nur das Loopback-Gerät</translation>
    </message>
    <message>
        <source>Private: a virtual cable to this computer, with internet access</source>
        <translation>Privat: ein virtuelles Kabel zu diesem Computer, mit Internetzugang</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Give the command a terminal of its own</source>
        <translation>Dem Befehl ein eigenes Terminal geben</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Anzeige</translation>
    </message>
    <message>
        <source>Show as Commands</source>
        <translation>Als Befehle zeigen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create Only</source>
        <translation>Nur anlegen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>private, with internet</source>
        <translation>privat, mit Internet</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Wayland</source>
        <translation>Wayland</translation>
    </message>
    <message>
        <source>no display</source>
        <translation>keine Anzeige</translation>
    </message>
    <message>
        <source>a terminal</source>
        <translation>ein Terminal</translation>
    </message>
    <message>
        <source>Creating…</source>
        <translation>Wird angelegt …</translation>
    </message>
    <message>
        <source>none in this session</source>
        <translation>keine in dieser Sitzung</translation>
    </message>
    <message>
        <source>X11, untrusted</source>
        <translation>X11, nicht vertraut</translation>
    </message>
    <message>
        <source>X11, as an untrusted program: it cannot look into other windows, nor read or send their keys. It draws without the graphics card, and what it copies stays inside.</source>
        <translation>X11, als nicht vertrautes Programm: es kann nicht in andere Fenster sehen und ihre Tasten weder lesen noch senden. Es zeichnet ohne Grafikkarte, und was es kopiert, bleibt im Container.</translation>
    </message>
    <message>
        <source>Wayland alone: by the X11 of this session a program could reach the windows of others, so one that knows only X11 shows none.</source>
        <translation>Nur Wayland: über das X11 dieser Sitzung könnte ein Programm die Fenster anderer erreichen, daher zeigt eines, das nur X11 kennt, keine.</translation>
    </message>
    <message>
        <source>Wayland: it gets what the compositor gives to every program of this session.</source>
        <translation>Wayland: es bekommt, was der Compositor jedem Programm dieser Sitzung gibt.</translation>
    </message>
    <message>
        <source>Show windows on the display of this session</source>
        <translation>Fenster auf der Anzeige dieser Sitzung zeigen</translation>
    </message>
    <message>
        <source>Say what to run</source>
        <translation>Sagen Sie, was laufen soll</translation>
    </message>
    <message>
        <source>now, a new device at next start</source>
        <translation>jetzt, ein neues Gerät beim nächsten Start</translation>
    </message>
    <message>
        <source>The container has been deleted.</source>
        <translation>Der Container wurde gelöscht.</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Nothing has been changed</source>
        <translation>Nichts wurde geändert</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ProblemList</name>
    <message numerus="yes">
        <source>%n problem(s) above</source>
        <translation>
            <numerusform>%n Problem oben</numerusform>
            <numerusform>%n Probleme oben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::PruneDialog</name>
    <message>
        <source>What would be removed</source>
        <translation>Was entfernt würde</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Image without a name</source>
        <translation>Image ohne Namen</translation>
    </message>
    <message>
        <source>Frees %1. It cannot be undone.</source>
        <translation>Gibt %1 frei. Es lässt sich nicht rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Removals</name>
    <message>
        <source>“%1” is stopped and deleted in %2 seconds.</source>
        <translation>„%1“ wird in %2 Sekunden gestoppt und gelöscht.</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>„%1“ ist gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Could not delete “%1”.</source>
        <translation>„%1“ ließ sich nicht löschen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ReportRow</name>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>Show How</source>
        <translation>Zeigen, wie</translation>
    </message>
    <message>
        <source>What to enter</source>
        <translation>Was einzugeben ist</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SectionList</name>
    <message>
        <source>Sections</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>This Computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>The parts of Vitrine. Containers lists what you run, Images the files and commands to run, Volumes the data that outlives containers; This Computer says what it offers for it.</source>
        <translation>Die Teile von Vitrine. „Container“ zeigt, was Sie ausführen, „Images“ die Dateien und Befehle dafür, „Volumes“ die Daten, die Container überleben; „Dieser Computer“ sagt, was er dafür bietet.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SecurityForm</name>
    <message>
        <source>Isolated: root inside is nobody outside</source>
        <translation>Isoliert: root im Container ist außen niemand</translation>
    </message>
    <message>
        <source>Me: acts as you on what it can reach</source>
        <translation>Ich: handelt als Sie an dem, was er erreicht</translation>
    </message>
    <message>
        <source>none, or such as /dev/kvm /dev/fuse:rw</source>
        <translation>keine, oder etwa /dev/kvm /dev/fuse:rw</translation>
    </message>
    <message>
        <source>Default system-call filter, no added capabilities, no new privileges</source>
        <translation>Üblicher Systemaufruf-Filter, keine zusätzlichen Capabilities, keine neuen Rechte</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>“%1”: after the colon only r, w and m can stand</source>
        <translation>„%1“: nach dem Doppelpunkt dürfen nur r, w und m stehen</translation>
    </message>
    <message>
        <source>runs as you, default system-call filter</source>
        <translation>läuft als Sie, üblicher Systemaufruf-Filter</translation>
    </message>
    <message>
        <source>isolated, default system-call filter</source>
        <translation>isoliert, üblicher Systemaufruf-Filter</translation>
    </message>
    <message numerus="yes">
        <source>, %n device(s)</source>
        <translation>
            <numerusform>, %n Gerät</numerusform>
            <numerusform>, %n Geräte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SidePanel</name>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Your containers. The shape and colour say the state; the line says what happened last; the two curves are CPU and memory of the last minute.</source>
        <translation>Ihre Container. Form und Farbe sagen den Zustand; die Zeile sagt, was zuletzt geschah; die zwei Kurven sind CPU und Speicher der letzten Minute.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StatusBar</name>
    <message>
        <source>Whether Vitrine&apos;s helper answers, which version of control groups this computer has, its size, and what Vitrine itself uses: CPU in per cent of one core, memory without what other programs share.</source>
        <translation>Ob der Hilfsdienst von Vitrine antwortet, welche Version der Control Groups dieser Computer hat, seine Größe und was Vitrine selbst verbraucht: CPU in Prozent eines Kerns, Speicher ohne das mit anderen Programmen Geteilte.</translation>
    </message>
    <message>
        <source>CPU in per cent of one core; memory without what other programs share</source>
        <translation>CPU in Prozent eines Kerns; Speicher ohne das mit anderen Programmen Geteilte</translation>
    </message>
    <message>
        <source>cgroup %1</source>
        <translation>cgroup %1</translation>
    </message>
    <message>
        <source>connecting to the helper…</source>
        <translation>Verbindung zum Hilfsdienst …</translation>
    </message>
    <message>
        <source>helper ready</source>
        <translation>Hilfsdienst bereit</translation>
    </message>
    <message>
        <source>helper not reachable</source>
        <translation>Hilfsdienst nicht erreichbar</translation>
    </message>
    <message>
        <source>Vitrine uses %1 % CPU, %2</source>
        <translation>Vitrine braucht %1 % CPU, %2</translation>
    </message>
    <message>
        <source>Vitrine uses %1</source>
        <translation>Vitrine braucht %1</translation>
    </message>
    <message numerus="yes">
        <source>%n CPU(s) · %1</source>
        <translation>
            <numerusform>%n CPU · %1</numerusform>
            <numerusform>%n CPUs · %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StoreDelegate</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StoreListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2: %3, %4</source>
        <translation>%1, %2: %3, %4</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ThisComputerPage</name>
    <message>
        <source>This Computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>Bericht kopieren</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::TimeStrip</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::TopBar</name>
    <message>
        <source>Find (Ctrl+F)</source>
        <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the System</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>All Apps…</source>
        <translation>Alle Apps …</translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation>In der Liste suchen</translation>
    </message>
    <message>
        <source>Shows only what has a name that holds what you type.</source>
        <translation>Zeigt nur, was einen Namen mit dem eingegebenen Text hat.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumeAdviceList</name>
    <message>
        <source>%1 is what the root file system is made of. A volume there keeps the files of today, and a newer image would not be seen. Take the folder that holds data.</source>
        <translation>%1 gehört zum Wurzeldateisystem selbst. Ein Volume dort behält die Dateien von heute, und ein neueres Image wäre nicht zu sehen. Nehmen Sie den Ordner, der Daten enthält.</translation>
    </message>
    <message>
        <source>What is written to %1 is lost when the container ends.</source>
        <translation>Was nach %1 geschrieben wird, geht verloren, wenn der Container endet.</translation>
    </message>
    <message>
        <source>What is written to %1 is lost when the container is deleted.</source>
        <translation>Was nach %1 geschrieben wird, geht verloren, wenn der Container gelöscht wird.</translation>
    </message>
    <message>
        <source>%1 keeps its data in %2.</source>
        <translation>%1 bewahrt seine Daten in %2 auf.</translation>
    </message>
    <message>
        <source>Advice about data</source>
        <translation>Hinweise zu Daten</translation>
    </message>
    <message>
        <source>Keep It in a Volume</source>
        <translation>In einem Volume aufbewahren</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumeCommands</name>
    <message>
        <source>New Volume</source>
        <translation>Neues Volume</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Make Volume</source>
        <translation>Volume anlegen</translation>
    </message>
    <message>
        <source>Belongs inside to</source>
        <translation>Gehört im Container</translation>
    </message>
    <message>
        <source>Could not make the volume “%1”.</source>
        <translation>Das Volume „%1“ konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>Rename “%1”</source>
        <translation>„%1“ umbenennen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Could not rename “%1”.</source>
        <translation>„%1“ ließ sich nicht umbenennen.</translation>
    </message>
    <message>
        <source>Clone “%1”</source>
        <translation>„%1“ klonen</translation>
    </message>
    <message>
        <source>Name of the copy</source>
        <translation>Name der Kopie</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>Klonen</translation>
    </message>
    <message>
        <source>Could not clone “%1”.</source>
        <translation>„%1“ konnte nicht geklont werden.</translation>
    </message>
    <message>
        <source>The volume “%1” is removed with all it holds.</source>
        <translation>Das Volume „%1“ wird mit allem, was es enthält, entfernt.</translation>
    </message>
    <message>
        <source>Could not remove “%1”.</source>
        <translation>„%1“ konnte nicht entfernt werden.</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n file(s) are deleted.</source>
        <translation>
            <numerusform>%1 in %n Datei werden gelöscht.</numerusform>
            <numerusform>%1 in %n Dateien werden gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>All it holds is deleted.</source>
        <translation>Alles, was es enthält, wird gelöscht.</translation>
    </message>
    <message>
        <source>It belongs to: %1.</source>
        <translation>Es gehört zu: %1.</translation>
    </message>
    <message>
        <source>Empty the volume “%1”</source>
        <translation>Das Volume „%1“ leeren</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Could not empty “%1”.</source>
        <translation>„%1“ konnte nicht geleert werden.</translation>
    </message>
    <message>
        <source>Back Up “%1”</source>
        <translation>„%1“ sichern</translation>
    </message>
    <message>
        <source>Archives (*.tar)</source>
        <translation>Archive (*.tar)</translation>
    </message>
    <message>
        <source>Back Up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Backing “%1” up to %2…</source>
        <translation>„%1“ wird nach %2 gesichert…</translation>
    </message>
    <message>
        <source>“%1” is backed up to %2.</source>
        <translation>„%1“ ist nach %2 gesichert.</translation>
    </message>
    <message>
        <source>Could not back “%1” up.</source>
        <translation>„%1“ konnte nicht gesichert werden.</translation>
    </message>
    <message>
        <source>Restore “%1”</source>
        <translation>„%1“ wiederherstellen</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst)</source>
        <translation>Archive (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore the volume “%1”</source>
        <translation>Das Volume „%1“ wiederherstellen</translation>
    </message>
    <message>
        <source>What it holds now is replaced by what %1 holds.</source>
        <translation>Was es jetzt enthält, wird durch den Inhalt von %1 ersetzt.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Restoring “%1”…</source>
        <translation>„%1“ wird wiederhergestellt…</translation>
    </message>
    <message>
        <source>Could not restore “%1”.</source>
        <translation>„%1“ konnte nicht wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>“%1” is restored.</source>
        <translation>„%1“ ist wiederhergestellt.</translation>
    </message>
    <message>
        <source>Could not find out what can be removed.</source>
        <translation>Was entfernt werden kann, ließ sich nicht feststellen.</translation>
    </message>
    <message>
        <source>There is nothing to clean up: every volume is used.</source>
        <translation>Es gibt nichts aufzuräumen: jedes Volume wird benutzt.</translation>
    </message>
    <message>
        <source>Prune Volumes</source>
        <translation>Volumes aufräumen</translation>
    </message>
    <message>
        <source>No container uses these volumes. All they hold is deleted.</source>
        <translation>Kein Container benutzt diese Volumes. Alles, was sie enthalten, wird gelöscht.</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n Volume(s)</source>
        <translation>
            <numerusform>%n Volume entfernen</numerusform>
            <numerusform>%n Volumes entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not clean up.</source>
        <translation>Das Aufräumen ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>Es lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Could not cancel.</source>
        <translation>Abbrechen war nicht möglich.</translation>
    </message>
    <message>
        <source>root, or a user as postgres, 999 or 999:999</source>
        <translation>root oder ein Benutzer wie postgres, 999 oder 999:999</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumePage</name>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt…</translation>
    </message>
    <message>
        <source>Not counted yet</source>
        <translation>Noch nicht gezählt</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n file(s)</source>
        <translation>
            <numerusform>%1 in %n Datei</numerusform>
            <numerusform>%1 in %n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>no container</source>
        <translation>kein Container</translation>
    </message>
    <message>
        <source>Belongs inside to</source>
        <translation>Gehört im Container</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>Wird gesichert</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>Wird wiederhergestellt</translation>
    </message>
    <message>
        <source>Cloning</source>
        <translation>Wird kopiert</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>Views of the volume</source>
        <translation>Ansichten des Volumes</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumesSection</name>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>Your volumes: folders for data that outlives the containers that use it.</source>
        <translation>Ihre Volumes: Ordner für Daten, die die Container überleben, die sie benutzen.</translation>
    </message>
    <message>
        <source>A volume keeps what must outlive its container: a database, uploads, a cache. Several containers can share one.</source>
        <translation>Ein Volume bewahrt auf, was seinen Container überleben muss: eine Datenbank, Hochgeladenes, einen Cache. Mehrere Container können es gemeinsam nutzen.</translation>
    </message>
    <message>
        <source>New Volume…</source>
        <translation>Neues Volume…</translation>
    </message>
    <message>
        <source>Makes a new, empty volume.</source>
        <translation>Legt ein neues, leeres Volume an.</translation>
    </message>
    <message>
        <source>Prune…</source>
        <translation>Aufräumen…</translation>
    </message>
    <message>
        <source>Removes volumes that no container uses, after showing which.</source>
        <translation>Entfernt Volumes, die kein Container benutzt, und zeigt vorher, welche.</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Counts the files of the volume and how large they are.</source>
        <translation>Zählt die Dateien des Volumes und ihre Größe.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Gives the volume another name.</source>
        <translation>Gibt dem Volume einen anderen Namen.</translation>
    </message>
    <message>
        <source>Clone…</source>
        <translation>Klonen…</translation>
    </message>
    <message>
        <source>Makes a new volume with the same files.</source>
        <translation>Legt ein neues Volume mit denselben Dateien an.</translation>
    </message>
    <message>
        <source>Back Up…</source>
        <translation>Sichern…</translation>
    </message>
    <message>
        <source>Writes what the volume holds into an archive.</source>
        <translation>Schreibt den Inhalt des Volumes in ein Archiv.</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Wiederherstellen…</translation>
    </message>
    <message>
        <source>Replaces what the volume holds by what an archive holds.</source>
        <translation>Ersetzt den Inhalt des Volumes durch den eines Archivs.</translation>
    </message>
    <message>
        <source>Empty…</source>
        <translation>Leeren…</translation>
    </message>
    <message>
        <source>Deletes all that the volume holds, and keeps the volume.</source>
        <translation>Löscht alles, was das Volume enthält, und behält das Volume.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removes the volume with all it holds. It can be undone for ten seconds.</source>
        <translation>Entfernt das Volume mit allem, was es enthält. Zehn Sekunden lang lässt es sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Could not count what the volume holds.</source>
        <translation>Der Inhalt des Volumes konnte nicht gezählt werden.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::WaitingBar</name>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Takes back what waits for the next start.</source>
        <translation>Nimmt zurück, was auf den nächsten Start wartet.</translation>
    </message>
    <message>
        <source>Restart Now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>Stops the container and starts it again, with the changes.</source>
        <translation>Hält den Container an und startet ihn mit den Änderungen neu.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for the next start</source>
        <translation>
            <numerusform>%n Änderung wartet auf den nächsten Start</numerusform>
            <numerusform>%n Änderungen warten auf den nächsten Start</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::WhatForm</name>
    <message>
        <source>Installed app</source>
        <translation>Installierte App</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>This computer (read-only) + writable layer</source>
        <translation>Dieser Computer (nur lesbar) + beschreibbare Schicht</translation>
    </message>
    <message>
        <source>Folder… (read-only) + writable layer</source>
        <translation>Ordner … (nur lesbar) + beschreibbare Schicht</translation>
    </message>
    <message>
        <source>Archive (tar)… + writable layer</source>
        <translation>Archiv (tar) … + beschreibbare Schicht</translation>
    </message>
    <message>
        <source>throw the layer away when it ends</source>
        <translation>Schicht nach dem Ende wegwerfen</translation>
    </message>
    <message>
        <source>Search installed apps</source>
        <translation>Installierte Apps durchsuchen</translation>
    </message>
    <message>
        <source>Installed apps</source>
        <translation>Installierte Apps</translation>
    </message>
    <message>
        <source>No apps are installed on this computer: run a command instead</source>
        <translation>Auf diesem Computer sind keine Apps installiert: führen Sie stattdessen einen Befehl aus</translation>
    </message>
    <message>
        <source>Choose an app</source>
        <translation>Eine App wählen</translation>
    </message>
    <message>
        <source>Folder That Becomes the Root</source>
        <translation>Ordner, der zur Wurzel wird</translation>
    </message>
    <message>
        <source>Root File System Archive</source>
        <translation>Archiv des Wurzeldateisystems</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz);;All files (*)</source>
        <translation>Archive (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 (read-only) + writable layer</source>
        <translation>%1 (nur lesbar) + beschreibbare Schicht</translation>
    </message>
    <message>
        <source>Image… + writable layer</source>
        <translation>Image… + beschreibbare Schicht</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::units</name>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>vitrine::gui</name>
    <message numerus="yes">
        <source>Out of memory: %n process(es) killed</source>
        <translation>
            <numerusform>Out of memory: %n process killed</numerusform>
            <numerusform>Out of memory: %n processes killed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process start(s) refused</source>
        <translation>
            <numerusform>%n process start refused</numerusform>
            <numerusform>%n process starts refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) killed for lack of memory</source>
        <translation>
            <numerusform>%n process killed for lack of memory</numerusform>
            <numerusform>%n processes killed for lack of memory</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n image(s)</source>
        <translation>
            <numerusform>shared with %n image</numerusform>
            <numerusform>shared with %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>used by %n container(s)</source>
        <translation>
            <numerusform>used by %n container</numerusform>
            <numerusform>used by %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n added</numerusform>
            <numerusform>%n added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>%n deleted</numerusform>
            <numerusform>%n deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for restart</source>
        <translation>
            <numerusform>%n change waits for restart</numerusform>
            <numerusform>%n changes wait for restart</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChangeTree</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnvironmentForm</name>
    <message numerus="yes">
        <source>%n variable(s)</source>
        <translation>
            <numerusform>%n variable</numerusform>
            <numerusform>%n variables</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FilesPage</name>
    <message numerus="yes">
        <source>%1: %n file(s), %2</source>
        <translation>
            <numerusform>%1: %n file, %2</numerusform>
            <numerusform>%1: %n files, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that are no plain files were left out, such as %1.</source>
        <translation>
            <numerusform>%n thing that is no plain file was left out: %1.</numerusform>
            <numerusform>%n things that are no plain files were left out, such as %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ImageCommands</name>
    <message numerus="yes">
        <source>Remove %n Image(s)</source>
        <translation>
            <numerusform>Remove %n Image</numerusform>
            <numerusform>Remove %n Images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsForm</name>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n disk limit(s)</source>
        <translation>
            <numerusform>%n disk limit</numerusform>
            <numerusform>%n disk limits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LogPage</name>
    <message numerus="yes">
        <source>%n older line(s) left out.</source>
        <translation>
            <numerusform>%n older line left out.</numerusform>
            <numerusform>%n older lines left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MountsForm</name>
    <message numerus="yes">
        <source>%n mount(s)</source>
        <translation>
            <numerusform>%n mount</numerusform>
            <numerusform>%n mounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n read-only</source>
        <translation>
            <numerusform>, %n read-only</numerusform>
            <numerusform>, %n read-only</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ProblemList</name>
    <message numerus="yes">
        <source>%n problem(s) above</source>
        <translation>
            <numerusform>%n problem above</numerusform>
            <numerusform>%n problems above</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SecurityForm</name>
    <message numerus="yes">
        <source>, %n device(s)</source>
        <translation>
            <numerusform>, %n device</numerusform>
            <numerusform>, %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StatusBar</name>
    <message numerus="yes">
        <source>%n CPU(s) · %1</source>
        <translation>
            <numerusform>%n CPU · %1</numerusform>
            <numerusform>%n CPUs · %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumeCommands</name>
    <message numerus="yes">
        <source>%1 in %n file(s) are deleted.</source>
        <translation>
            <numerusform>%1 in %n file is deleted.</numerusform>
            <numerusform>%1 in %n files are deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n Volume(s)</source>
        <translation>
            <numerusform>Remove %n Volume</numerusform>
            <numerusform>Remove %n Volumes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumePage</name>
    <message numerus="yes">
        <source>%1 in %n file(s)</source>
        <translation>
            <numerusform>%1 in %n file</numerusform>
            <numerusform>%1 in %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::WaitingBar</name>
    <message numerus="yes">
        <source>%n change(s) wait for the next start</source>
        <translation>
            <numerusform>%n change waits for the next start</numerusform>
            <numerusform>%n changes wait for the next start</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>

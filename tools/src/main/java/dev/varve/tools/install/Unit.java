package dev.varve.tools.install;

import dev.varve.server.config.ServerConfig;
import java.time.Duration;

/// The systemd unit.
final class Unit {
    /// After the requests have drained: time to flush the view and close the store.
    private static final Duration TO_CLOSE = Duration.ofSeconds(60);

    private static final String HARDENING =
            """
            UMask=0077
            NoNewPrivileges=yes
            CapabilityBoundingSet=
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectHome=yes
            ProtectProc=invisible
            ProtectClock=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            ProtectControlGroups=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            RemoveIPC=yes
            LockPersonality=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallErrorNumber=EPERM
            # Not MemoryDenyWriteExecute: a JVM compiles at run time.
            """;

    private Unit() {}

    /// systemd hands the configuration to the service as a credential, so that the file can stay
    /// readable by root only.
    static String text(Layout layout, String user, ServerConfig config) {
        long stop = config.http().drainGrace().plus(TO_CLOSE).toSeconds();
        return """
        [Unit]
        Description=Varve object store
        After=network-online.target
        Wants=network-online.target

        [Service]
        Type=exec
        User=%2$s
        Group=%2$s
        LoadCredential=varve.toml:%3$s
        EnvironmentFile=-%4$s
        ExecStart=%5$s serve --config ${CREDENTIALS_DIRECTORY}/varve.toml
        WorkingDirectory=%6$s

        # A stop lets requests finish (http.drain-grace) and closes the store. A JVM that was asked
        # to stop ends with 143; 2 is a configuration that no restart would cure.
        KillMode=mixed
        TimeoutStopSec=%1$d
        SuccessExitStatus=143
        Restart=on-failure
        RestartSec=2
        RestartPreventExitStatus=2
        LimitNOFILE=131072

        ProtectSystem=strict
        ReadWritePaths=%6$s
        %7$s
        [Install]
        WantedBy=multi-user.target
        """
                .formatted(
                        stop,
                        user,
                        layout.configuration(),
                        layout.environment(),
                        layout.launcher(),
                        layout.data(),
                        HARDENING);
    }
}

namespace Bridge.Cli.Running;

/// <summary>The first line of a relay started with <c>--json</c>: scripts and tests read addresses here and nowhere else.</summary>
/// <param name="Event">Always <c>ready</c>.</param>
/// <param name="Name">The relay's name.</param>
/// <param name="Device">The device listener, http.</param>
/// <param name="DeviceTls">The device listener, https; absent with <c>--no-tls</c>.</param>
/// <param name="Console">The console listener.</param>
/// <param name="Mqtt">The MQTT listener.</param>
/// <param name="PairUrl">A fresh pairing address: good for one phone and two minutes.</param>
/// <param name="ConsoleUrl">A fresh address of the web console: lets one browser in, once.</param>
/// <param name="LiveReload">The LiveReload protocol's own port; absent without <c>--livereload-port</c>.</param>
internal sealed record ReadyLine(
    string Event, string Name, string Device, string? DeviceTls, string Console, string Mqtt, string PairUrl, string ConsoleUrl, string? LiveReload = null);

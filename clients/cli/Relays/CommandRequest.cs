using System.Text.Json;

namespace Bridge.Cli.Relays;

/// <summary>The body of <c>POST /api/rooms/{room}/commands</c>.</summary>
/// <param name="Device">A device's id, or <c>all</c>.</param>
/// <param name="Command">One of the protocol's commands.</param>
/// <param name="Args">The command's own fields.</param>
/// <param name="TimeoutMs">How long the relay waits for replies.</param>
internal sealed record CommandRequest(string Device, string Command, JsonElement Args, int TimeoutMs);

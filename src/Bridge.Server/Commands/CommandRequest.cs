using System.Text.Json;

namespace Bridge.Server.Commands;

/// <summary>A command as a console asks for it: the body of <c>POST /api/rooms/{room}/commands</c>.</summary>
/// <param name="Device">A device's id, or <c>all</c>.</param>
/// <param name="Command">The command's name.</param>
/// <param name="Args">Its arguments, a JSON object; absent for none.</param>
/// <param name="TimeoutMs">How long to wait for replies, 100 to 60,000 ms, default 10,000.</param>
public sealed record CommandRequest(string Device, string Command, JsonElement? Args = null, int? TimeoutMs = null);

using Bridge.Server.Commands;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Server.Consoles;

/// <summary>The web console's hub: a door, with everything behind it. A connection without an identity is ended at once.</summary>
internal sealed class ConsoleHub(ConsoleStream stream, ConsoleCommands commands, RoomRegistry rooms) : Hub
{
    public override Task OnConnectedAsync()
    {
        if (Identity is null)
        {
            Context.Abort();
        }

        return base.OnConnectedAsync();
    }

    /// <summary>Frames of a room, from a cursor on.</summary>
    public IAsyncEnumerable<ConsoleFrame> Watch(string room, string? since, CancellationToken cancellation)
    {
        if (Identity?.May(ConsoleScopes.Watch, room) is not true)
        {
            throw new HubException($"This console may not watch the room \"{room}\".");
        }

        return rooms.HasRoom(room) ? stream.WatchAsync(room, since, cancellation) : throw new HubException($"There is no room \"{room}\".");
    }

    /// <summary>Sends a command and returns what became of it.</summary>
    public async Task<IReadOnlyList<CommandOutcome>> Command(string room, CommandRequest request)
    {
        try
        {
            return await commands.SendAsync(Identity ?? throw new HubException("Sign in first."), room, request, Context.ConnectionAborted);
        }
        catch (CommandException e)
        {
            throw new HubException(e.Message, e);
        }
    }

    private ConsoleIdentity? Identity => Context.GetHttpContext()?.Items[typeof(ConsoleIdentity)] as ConsoleIdentity;
}

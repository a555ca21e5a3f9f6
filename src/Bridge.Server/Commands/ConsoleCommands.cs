using System.Collections.Concurrent;
using System.Text.Json;
using Bridge.Contracts.Commands;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Commands;

/// <summary>Commands as a console gives them: with a check of scope, a limit on evals and the audit in front.</summary>
internal sealed class ConsoleCommands(CommandService commands, CommandAudit audit, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EvalRate> _rates = new(StringComparer.Ordinal);

    /// <exception cref="CommandException">It may not or can't be sent.</exception>
    public async Task<IReadOnlyList<CommandOutcome>> SendAsync(ConsoleIdentity who, string room, CommandRequest request, CancellationToken cancellation)
    {
        if (!who.May(ConsoleScopes.Command, room))
        {
            throw new CommandException($"This credential may not send commands to room \"{room}\".", StatusCodes.Status403Forbidden);
        }

        if (string.IsNullOrEmpty(request.Device) || string.IsNullOrEmpty(request.Command) || request.Command.Length > CommandLimits.LongestName || request.Command.AsSpan().ContainsAny("+#/\0"))
        {
            throw new CommandException("A command takes a device (its id, or \"all\") and a name, such as \"eval\".", StatusCodes.Status400BadRequest);
        }

        var args = request.Args ?? default;
        if (request.Command is CommandNames.Eval)
        {
            AdmitEval(who, room, request.Device, args);
        }

        var timeout = request.TimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : CommandLimits.DefaultTimeout;
        return await commands.SendAsync(room, request.Device, request.Command, args, timeout, cancellation);
    }

    private void AdmitEval(ConsoleIdentity who, string room, string device, JsonElement args)
    {
        if (!_rates.GetOrAdd(who.Name, _ => new EvalRate(time)).TryTake())
        {
            throw new CommandException($"At most {CommandLimits.EvalsPerSecond} evals a second.", StatusCodes.Status429TooManyRequests);
        }

        audit.Eval(who.Name, room, device, EvalSource.Of(args));
    }
}

using Bridge.Cli.Commands;
using Bridge.Cli.Running;
using Bridge.Cli.Terminal;

using var signals = new StopSignals();
try
{
    return await new BridgeRoot(Surroundings.OfProcess()).RunAsync(args, Console.Out, signals.Token);
}
catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
{
    return StopSignals.InterruptedExitCode;
}
catch (IOException e) when (BrokenPipe.Is(e))
{
    return 0;
}

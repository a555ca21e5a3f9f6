namespace Bridge.E2E.Tests.Harness;

/// <summary>Waits for a condition in another process, where nothing tells that it came true.</summary>
internal static class Until
{
    /// <summary>Far beyond what anything takes: reaching it is a failure, not slowness.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static Task Async(string whatFor, Func<Task<bool>> probe) =>
        Async(whatFor, async () => await probe() ? whatFor : null);

    public static async Task<T> Async<T>(string whatFor, Func<Task<T?>> probe)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        do
        {
            if (await probe() is { } found)
            {
                return found;
            }
        }
        while (await NextAsync(poll, limit.Token));

        throw new TimeoutException($"Waited in vain until {whatFor}.");
    }

    private static async Task<bool> NextAsync(PeriodicTimer poll, CancellationToken cancellation)
    {
        try
        {
            return await poll.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

using Microsoft.Playwright;

namespace Bridge.E2E.Tests.Harness;

/// <summary>Waits for pages whose policy forbids eval, which Playwright's own wait needs.</summary>
internal static class PageExtensions
{
    /// <summary>Waits until an expression is true in the page. Between two pages, or where it throws, it isn't yet.</summary>
    public static Task WhenAsync(this IPage page, string expression) => Until.Async(expression, async () =>
    {
        try
        {
            return await page.EvaluateAsync<bool>(expression);
        }
        catch (PlaywrightException)
        {
            return false;
        }
    });
}

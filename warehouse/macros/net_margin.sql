-- Half the width of the 95% interval of net sentiment, in points, as the report has it where nothing is corrected by labels: level
-- is -1 to +1, pulls the sum of net_pull, weights the sum of squared parts of the posts, loudest the largest part, authors how many.
create or replace macro net_margin(level, pulls, weights, loudest, authors) as
100 * sqrt(pulls + weights / authors * (3 * pow(level, 2) + 2))
* quantile_t(
    greatest(
        greatest(
            1 / weights,
            case when loudest < 1 - 1e-9 then pow(1 - loudest, 2) / greatest(weights - pow(loudest, 2), 1e-12) else 0 end
        ) - 1,
        1
    )
);

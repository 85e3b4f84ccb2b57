import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ScalingChart } from './section.ts'

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

/** Draws a chart as SVG, on a ground of its own so that it can be read on a dark page too. */
export function drawChart({ title, sizeName, unit, lines }: ScalingChart): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 420 })
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
    // Widths of texts are estimated here, and mostly too small.
    legend: { bottom: 0, itemGap: 36 },
    grid: { left: 70, right: 40, top: 50, bottom: 80 },
    xAxis: { type: 'log', name: sizeName, nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'log', name: unit },
    series: lines.map(({ name, points }) => ({ type: 'line', name, data: points, symbolSize: 7 })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
